"""Replays a recording against a fresh world and lists what the simulated Azure answers differently."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.json_values import as_dict, is_dict, is_list
from simulated_azure.calibration.normal import normal
from simulated_azure.calibration.recording import REDACTED, Exchange
from simulated_azure.rest.face import Face
from simulated_azure.rest.wire import Answer, Request

_BASE = "https://management.simulated"
_TOKEN = {"authorization": "Bearer replay"}
_GUID = re.compile(r"(?<=/subscriptions/)[0-9a-f-]{36}", re.IGNORECASE)
_LINKS = ("azure-asyncoperation", "location")
_RUNNING = ("inprogress", "running", "creating", "updating", "deleting", "accepted", "provisioning")


@dataclass(frozen=True)
class Finding:
    """One difference: which exchange, what kind (status, code, missing, added, different), where, both values.

    `missing` is what Azure has and the simulation lacks; `added` the other way round.
    """

    exchange: int
    request: str
    kind: str
    path: str = ""
    recorded: Any = None
    simulated: Any = None

    def __str__(self) -> str:
        values = {"missing": f" = {_short(self.recorded)}", "added": f" = {_short(self.simulated)}"}.get(
            self.kind, f": {_short(self.recorded)} -> {_short(self.simulated)}"
        )
        return f"#{self.exchange} {self.request}\n    {self.kind} {self.path}{values}"


class Replay:
    """Sends recorded requests to a world of its own, in their order.

    Args:
        azure: an empty world with time scale 0, so that every operation has ended when its PUT is answered.
    """

    def __init__(self, azure: Azure) -> None:
        self._azure, self._face = azure, Face(azure)
        self._links: dict[str, str] = {}
        self.compared = 0
        self.skipped = 0

    def run(self, exchanges: Iterable[Exchange]) -> Iterator[Finding]:
        """Every difference, as it is found."""
        for number, recorded in enumerate(exchanges, 1):
            if _still_running(recorded):
                self.skipped += 1  # how often a client asked says nothing about either side
                continue
            if recorded.path in self._links and not self._links[recorded.path]:
                self.skipped += 1  # the simulation had finished at once and gave no operation to follow
                continue
            self.compared += 1
            answer = self._answer(recorded)
            self._note_links(recorded, answer)
            yield from _findings(number, recorded, answer)

    def _answer(self, recorded: Exchange) -> Answer:
        path, query = self._links.get(recorded.path, recorded.path), dict(recorded.query)
        for old in _GUID.findall(path):
            path = path.replace(old, self._azure.subscription_id)
        content = b"" if recorded.body is None else _moved(recorded.body, self._azure.subscription_id)
        return self._face.answer(Request(recorded.method, _BASE, path.rstrip("/"), query, _TOKEN, content))

    def _note_links(self, recorded: Exchange, answer: Answer) -> None:
        ours = {name.lower(): value for name, value in answer.headers.items()}
        for name in _LINKS:
            if name in recorded.headers and recorded.method != "GET":
                theirs = urlsplit(recorded.headers[name]).path
                self._links[theirs] = urlsplit(ours.get(name, "")).path


def _moved(body: Any, subscription: str) -> bytes:
    """A body with every subscription id replaced by the world's."""
    return _GUID.sub(subscription, json.dumps(body)).encode()


def _still_running(recorded: Exchange) -> bool:
    if recorded.method != "GET":
        return False
    if recorded.status == 202:
        return True
    body = as_dict(recorded.answer)
    state = as_dict(body.get("properties")).get("provisioningState") or (body.get("status") if "id" in body else "")
    return str(state or "").lower() in _RUNNING


def _findings(number: int, recorded: Exchange, answer: Answer) -> Iterator[Finding]:
    request = f"{recorded.method} {normal(recorded.path)}"
    if recorded.status != answer.status and not _both_accepted(recorded, answer):
        yield Finding(number, request, "status", "", recorded.status, answer.status)
    codes = _code(recorded.answer), _code(answer.body)
    if codes[0] != codes[1]:
        yield Finding(number, request, "code", "error.code", *codes)
    # A write that is answered as running may have no body yet.
    bodies = recorded.answer is not None and answer.body is not None
    if bodies and recorded.status < 400 and answer.status < 400:
        for kind, path, left, right in _shape(normal(recorded.answer), normal(answer.body), ""):
            yield Finding(number, request, kind, path, left, right)


def _both_accepted(recorded: Exchange, answer: Answer) -> bool:
    """A write may be answered finally here and as running there: the world of the replay has no durations."""
    running = recorded.headers.keys() & set(_LINKS)
    return recorded.method != "GET" and bool(running) and recorded.status < 300 and answer.status < 300


def _code(body: Any) -> str:
    error = as_dict(body).get("error")
    return str(as_dict(error).get("code") or "") if is_dict(error) else ""


def _shape(left: Any, right: Any, path: str) -> Iterator[tuple[str, str, Any, Any]]:
    if REDACTED in (left, right) or path.endswith("provisioningState"):
        return
    if is_dict(left) and is_dict(right):
        for key in sorted(left.keys() | right.keys(), key=str):
            below = f"{path}.{key}" if path else str(key)
            if key not in right:
                yield "missing", below, left[key], None
            elif key not in left:
                yield "added", below, None, right[key]
            else:
                yield from _shape(left[key], right[key], below)
    elif is_list(left) and is_list(right) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _shape(one, other, f"{path}[{index}]")
    elif left != right:
        yield "different", path, left, right


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else f"{text[:80]}..."
