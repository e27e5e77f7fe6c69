"""Names and places that a stack's settings list: shell patterns without case, and regions however they are spelt."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from ai_policies.kit import Value


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name matches one of the patterns (`acr-*`)."""
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)


def region(value: Value) -> str:
    """A region in one spelling: `Sweden Central` and `swedencentral` are the same place."""
    return value.replace(" ", "").casefold() if isinstance(value, str) else ""


def host(address: Value) -> str:
    """Host of an address or of an image reference, in lower case; empty when there is none."""
    if not isinstance(address, str):
        return ""
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
