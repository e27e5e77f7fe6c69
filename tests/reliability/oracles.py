"""What must hold after faults, whatever they were (arm-semantics 8.1, O1 to O8)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.bodies import read_path
from tests.reliability.replay import Run
from tests.reliability.stack import Stack
from tests.reliability.trace import Step

ORACLES = {
    "O1": "a run ends well, or says what failed; once nothing fails any more the next one ends well",
    "O2": "the cloud holds exactly what a run without faults leaves",
    "O3": "nothing in the cloud that the state does not know, nothing in the state that is not there",
    "O4": "another `up` and a refresh change nothing",
    "O5": "every checkpoint is one that the engine loads: no duplicate, nothing before what it needs",
    "O6": "`destroy` empties cloud and state",
    "O7": "no key in the state or in a message",
    "O8": "nothing is more open at any moment than the program declares",
}
_POSTURE = (
    "properties.publicNetworkAccess", "properties.networkAcls.defaultAction", "properties.disableLocalAuth",
    "properties.allowBlobPublicAccess", "properties.allowSharedKeyAccess", "properties.minimumTlsVersion",
    "properties.supportsHttpsTrafficOnly", "properties.enableRbacAuthorization", "properties.enablePurgeProtection",
    "properties.authOptions", "properties.accessModeSettings.ingestionAccessMode", "properties.encryption.keySource",
)  # fmt: skip
_KEY = re.compile(r"[A-Za-z0-9+/]{86}==")  # what the simulated Azure gives out as a key

_ETAG = re.compile(r'"etag":"W/\\"[^"\\]*\\""')  # counts the writes of a resource; a repeated one makes no other

World = dict[str, tuple[str, bool]]


class BrokenError(AssertionError):
    """An oracle does not hold."""

    def __init__(self, oracle: str, reason: str) -> None:
        super().__init__(f"{oracle} ({ORACLES[oracle]}): {reason}")
        self.oracle = oracle


def picture(azure: Azure) -> World:
    """What the cloud holds: id -> (body, whether it is half done)."""
    azure.holds()  # any request finishes what has ended by now
    with azure._store.transaction() as connection:
        rows = connection.execute("SELECT key, body, failed FROM resources ORDER BY key").fetchall()
    return {row["key"]: (_ETAG.sub("", row["body"]), bool(row["failed"])) for row in rows}


def fingerprint(world: World, stack: Stack) -> str:
    """One value for cloud and state; equal ones behave alike from here on."""
    states = sorted((urn, each["id"], each["inputs"]) for urn, each in stack.resources.items())
    return hashlib.sha256(json.dumps([world, states], sort_keys=True).encode()).hexdigest()


def same_cloud(found: World, clean: World) -> None:
    """O2."""
    if found == clean:
        return
    lost, more = sorted(clean.keys() - found.keys()), sorted(found.keys() - clean.keys())
    other = sorted(key for key in found.keys() & clean.keys() if _content(found[key]) != _content(clean[key]))
    if not (lost or more or other):
        return
    raise BrokenError("O2", f"lost {lost}, too many {more}, different {other}")


def _content(row: tuple[str, bool]) -> tuple[Any, bool]:
    """A body without the order of its keys: a repeated PUT may write them in another one."""
    return json.loads(row[0]), row[1]


def cloud_is_state(found: World, ids: list[str], by_azure: set[str]) -> None:
    """O3: orphans and ghosts; and two resources of one id would be duplicates.

    Args:
        found: what the cloud holds.
        ids: ids in the state.
        by_azure: keys of what Azure makes by itself, as a run without faults shows it.
    """
    keys = [each.lower() for each in ids]
    if len(set(keys)) != len(keys):
        raise BrokenError("O3", f"one id twice in the state: {sorted(each for each in keys if keys.count(each) > 1)}")
    expected = set(keys) | by_azure
    if expected != found.keys():
        raise BrokenError("O3", f"orphans {sorted(found.keys() - expected)}, ghosts {sorted(expected - found.keys())}")


def siblings(program: Sequence[Step], ended: Run, stack: Stack, *, keep_going: bool) -> None:
    """O1 after a run that failed: nothing that needs what failed was begun, and with `keep_going` all else was built."""
    if ended.killed:
        return
    lost = set(ended.errors)
    for step in program:
        if lost.intersection(step.needs):
            lost.add(step.urn)
    begun = sorted(lost & {urn for _, urn in ended.done})
    left_out = sorted({step.urn for step in program} - lost - stack.resources.keys()) if keep_going else []
    if begun or left_out:
        raise BrokenError("O1", f"begun although what they need failed: {begun}; not built: {left_out}")


def no_keys(stack: Stack, messages: list[str]) -> None:
    """O7."""
    for text in (json.dumps(stack.export()), *messages):
        if _KEY.search(text):
            raise BrokenError("O7", f"a key is in the state or in a message: {_KEY.search(text)}")


def posture(body: str) -> tuple[Any, ...]:
    """The properties of a stored body that say how open a resource is."""
    content = json.loads(body)
    return tuple(json.dumps(read_path(content, path), sort_keys=True) for path in _POSTURE)
