"""A recording: one line of JSON per exchange, without secrets.

Kept of a request: method, path, query, body. Of an answer: status, body, and the headers that the replay needs. No
`Authorization`, no cookie. Values that may be secrets are replaced before anything is written.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import is_dict, is_list

REDACTED = "<redacted>"
KEPT_HEADERS = ("location", "azure-asyncoperation", "retry-after", "retry-after-ms", "x-ms-error-code", "etag")
_SECRET_KEYS = re.compile(
    r"(?:^|_)(?:secret|password|token|connectionstring|sas|primarykey|secondarykey|instrumentationkey)"
    r"|(?:secret|password|token|connectionstring|accountkey|sharedkey|primarykey|secondarykey)s?$",
    re.IGNORECASE,
)
_SECRET_VALUES = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|AccountKey=|SharedAccessKey=|InstrumentationKey=|[?&]sig="
    r"|-----BEGIN [A-Z ]*PRIVATE KEY",
)
# Actions whose whole answer is secret: every string in it is replaced.
_SECRET_ACTIONS = re.compile(
    r"/(?:list\w*keys?|\w*keys|listsecrets|listvalue|listsas|listaccountsas|regenerate\w*)$", re.IGNORECASE
)
_KEPT_QUERY = frozenset({"api-version", "$filter", "$top", "$skip", "$expand", "format", "force"})


@dataclass(frozen=True)
class Exchange:
    """A request and its answer. `body` and `answer` are JSON or None; headers have lower-case names."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int
    answer: Any
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def line(self) -> str:
        """The exchange as one line of a recording."""
        return json.dumps(asdict(self), sort_keys=True)


def exchange(method: str, target: str, body: bytes, status: int, answer: bytes, headers: Mapping[str, str]) -> Exchange:
    """An exchange without secrets.

    Args:
        method: of the request.
        target: path and query of the request.
        body: of the request.
        status: of the answer.
        answer: its body.
        headers: of the answer; those that the replay does not need are dropped.
    """
    path, query = _clean_url(target)
    whole = bool(_SECRET_ACTIONS.search(path))
    kept = {name.lower(): value for name, value in headers.items() if name.lower() in KEPT_HEADERS}
    for name in ("location", "azure-asyncoperation"):
        if name in kept:
            kept[name] = clean_link(kept[name])
    return Exchange(
        method, path, query, cleaned(_json(body), whole=False), status, cleaned(_json(answer), whole=whole), kept
    )


def cleaned(value: Any, *, whole: bool, key: str = "") -> Any:
    """A JSON value without secrets; with `whole` every string counts as one."""
    if is_dict(value):
        return {name: cleaned(item, whole=whole, key=name) for name, item in value.items()}
    if is_list(value):
        return [cleaned(item, whole=whole, key=key) for item in value]
    if isinstance(value, str) and value and (whole or _SECRET_KEYS.search(key) or _SECRET_VALUES.search(value)):
        return REDACTED
    return value


def clean_link(url: str) -> str:
    """A link to an operation without the signature that Azure puts into its query."""
    path, query = _clean_url(url)
    return path + ("?" + "&".join(f"{name}={quote(value)}" for name, value in query.items()) if query else "")


def _clean_url(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    return parts.path, {name: value for name, value in parse_qsl(parts.query) if name.lower() in _KEPT_QUERY}


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.removeprefix(b"\xef\xbb\xbf")) if content.strip() else None
    except ValueError:
        return REDACTED  # nothing that is not JSON is understood well enough to be kept


def load(path: Path) -> Iterator[Exchange]:
    """The exchanges of a recording.

    Raises:
        ArmError: 400 when the file is no recording, with the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise bad_request("CannotRead", f"{path}: {error}") from None
    for number, line in enumerate(lines, 1):
        try:
            yield Exchange(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise bad_request("NoRecording", f"{path}:{number} is no exchange of a recording: {error}") from None
