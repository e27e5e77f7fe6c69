"""Recognising credentials that were written out where only a reference to Key Vault belongs."""

import base64
import binascii
import re
from typing import Final

from ai_policies.kit import Value

# Connection strings, signatures of shared access, private keys, and keys of services that mark theirs.
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(AccountKey|SharedAccessKey|SharedSecretValue|AccessKey)\s*=\s*[A-Za-z0-9+/=]{20,}",
        r"\b(Password|Pwd)\s*=\s*(?!\{|\$|@)[^;\s]{4,}",
        r"[?&]sig=[A-Za-z0-9%+/=]{20,}",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
        r"\bsk-[A-Za-z0-9_-]{20,}",
        r"\bgh[pousr]_[A-Za-z0-9]{30,}",
        r"\bAKIA[0-9A-Z]{16}\b",
        r"\bey[A-Za-z0-9_-]{15,}\.ey[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}",
        r"[A-Za-z0-9]{40,}JQQJ99[A-Za-z0-9]{20,}",
        r"://[^/\s:@]+:[^/\s:@{$]{4,}@",
    )
)
_NAMES: Final = re.compile(
    r"(api[-_]?key|access[-_]?key|account[-_]?key|shared[-_]?key|secret|password|passwd|connection[-_]?string|token)$",
    re.IGNORECASE,
)
_OPAQUE: Final = re.compile(r"^(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/=_.~-]{20,}$")
_GUID: Final = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


def is_reference(text: str) -> bool:
    """Whether a setting only points to a secret in Key Vault."""
    return text.strip().casefold().startswith("@microsoft.keyvault(")


def looks_like_one(value: Value, name: str = "") -> bool:
    """Whether a text is, or contains, a credential.

    Args:
        value: what was written; anything but text is no credential.
        name: the setting's name. One such as `API_KEY` makes a long opaque text suspicious that is harmless elsewhere.
    """
    if not isinstance(value, str) or is_reference(value):
        return False
    if any(pattern.search(value) for pattern in _PATTERNS):
        return True
    return bool(_NAMES.search(name)) and bool(_OPAQUE.match(value)) and not _GUID.match(value)


def inside(value: Value) -> bool:
    """Whether a credential stands anywhere inside a value; the names of its members count."""
    if isinstance(value, dict):
        return any(looks_like_one(item, name) or inside(item) for name, item in value.items())
    if isinstance(value, list):
        return any(inside(item) for item in value)
    return looks_like_one(value)


def in_encoded(value: Value) -> bool:
    """Whether a base64 text, as machines take custom data, holds a credential; plain text is read as it is."""
    if not isinstance(value, str):
        return False
    try:
        decoded = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        decoded = ""
    return looks_like_one(decoded) or looks_like_one(value)
