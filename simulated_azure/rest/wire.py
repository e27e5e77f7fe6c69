"""Requests and answers, independent of the server that carries them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import urlencode

from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.json_values import Json, is_dict

# Whether a header or the text of an answer: whoever looks at it must see that this is not Azure.
SERVER = "SimulatedAzure"


@dataclass(frozen=True)
class Request:
    """An HTTP request.

    Args:
        method: in upper case.
        base: scheme and host that the client used, for the links in answers.
        path: decoded, without a trailing slash.
        query: names in lower case.
        headers: names in lower case.
        content: the body as it came.
    """

    method: str
    base: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes = b""

    @property
    def api_version(self) -> str:
        """What the request asks for; empty when it does not say."""
        return self.query.get("api-version", "")

    def body(self) -> Json:
        """The JSON object in the content; an empty one when there is no content.

        Raises:
            ArmError: 400 InvalidRequestContent.
        """
        if not self.content.strip():
            return {}
        try:
            value: Any = json.loads(self.content)
        except ValueError as error:
            raise bad_request("InvalidRequestContent", f"The request content is not valid JSON: {error}.") from None
        if not is_dict(value):
            raise bad_request("InvalidRequestContent", "The request content must be a JSON object.")
        return value

    def link(self, path: str, **query: str) -> str:
        """An absolute URL of this server."""
        return f"{self.base}{path}?{urlencode(query, safe='$')}" if query else f"{self.base}{path}"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `body` None means no content."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def failure(error: ArmError, *, scale: float) -> Answer:
    """An error in ARM's shape: code, message, target and details.

    Args:
        error: the error.
        scale: real seconds per simulated second, for Retry-After.
    """
    body = error.body()
    body["error"].setdefault("details", [])
    headers = {"x-ms-error-code": error.code}
    if error.retry_after is not None:
        headers |= pause(error.retry_after * scale)
    return Answer(error.status, body, headers)


def pause(seconds: float) -> dict[str, str]:
    """The headers that tell a client how many real seconds to wait.

    Retry-After holds whole seconds; the shorter pauses of scaled time go into the header in milliseconds that the
    Azure clients of all languages read (azure-core: retry-after-ms, x-ms-retry-after-ms).
    """
    if seconds >= 1:
        return {"Retry-After": str(ceil(seconds))}
    milliseconds = str(max(1, ceil(seconds * 1000)))
    return {"retry-after-ms": milliseconds, "x-ms-retry-after-ms": milliseconds}
