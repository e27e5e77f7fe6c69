"""What the real engine asked of the provider during `up` of a program: resources, inputs, who waits for whom.

Recorded from the engine's state after an `up` in a world with a fixed seed, so that every id and every output a later
resource was given is the same whenever the trace is replayed on a world with that seed.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from simulated_azure.arm.facts import SUBSCRIPTION_ID

SEED = "reliability"
FOLDER = Path(__file__).parent / "traces"
FILE = FOLDER / "sandbox.json"
_SUBSCRIPTION = re.compile(r"/subscriptions/([0-9a-f-]{36})")


@dataclass(frozen=True)
class Step:
    """One resource of the program.

    Attributes:
        urn: the engine's name for it.
        token: its Pulumi type.
        inputs: what the engine gave the provider, after its Check.
        needs: URNs that must be there before it, and that go after it.
        deleted_with: URN whose deletion deletes this one too; empty when there is none.
        ignored: property paths whose changes the program ignores.
        patient: whether an error hook of the program may ask for another try.
    """

    urn: str
    token: str
    inputs: Mapping[str, Any]
    needs: tuple[str, ...]
    deleted_with: str = ""
    ignored: tuple[str, ...] = ()
    patient: bool = False

    @property
    def name(self) -> str:
        """The logical name."""
        return self.urn.rsplit("::", 1)[-1]


def from_state(resources: Sequence[Mapping[str, Any]]) -> list[Step]:
    """The steps that lead to a stack's state (`pulumi stack export`), in the engine's order."""
    custom = [each for each in resources if each.get("custom") and not each["type"].startswith("pulumi:")]
    order = {each["urn"]: number for number, each in enumerate(custom)}
    return [
        Step(
            urn=each["urn"],
            token=each["type"],
            inputs=each.get("inputs") or {},
            needs=tuple(
                sorted(
                    {*each.get("dependencies", []), each.get("parent", "")} & order.keys(), key=lambda urn: order[urn]
                )
            ),
            deleted_with=each.get("deletedWith", ""),
            ignored=tuple(each.get("ignoreChanges", ())),
            patient=bool(each.get("resourceHooks", {}).get("OnError")),
        )
        for each in custom
    ]


def in_order(steps: Sequence[Step]) -> list[Step]:
    """The steps in the one order that two recordings share: what is needed first, then by URN."""
    sorter = TopologicalSorter({step.urn: step.needs for step in steps})
    by_urn, result = {step.urn: step for step in steps}, list[Step]()
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        result += [by_urn[urn] for urn in ready]
        sorter.done(*ready)
    position = {step.urn: number for number, step in enumerate(result)}
    return [replace(step, needs=tuple(sorted(step.needs, key=lambda urn: position[urn]))) for step in result]


def dump(steps: Sequence[Step]) -> str:
    """The trace as it is kept: one line a resource, needs as line numbers."""
    index = {step.urn: number for number, step in enumerate(steps)}
    lines = [
        json.dumps(
            {
                "urn": step.urn,
                "token": step.token,
                "needs": sorted(index[urn] for urn in step.needs),
                **({"deletedWith": index[step.deleted_with]} if step.deleted_with else {}),
                **({"ignored": step.ignored} if step.ignored else {}),
                **({"patient": True} if step.patient else {}),
                "inputs": step.inputs,
            },
            separators=(",", ":"),
            ensure_ascii=False,
        )
        for step in steps
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def load(path: Path = FILE) -> list[Step]:
    """The kept trace."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    urns = [row["urn"] for row in rows]
    return [
        Step(
            urn=row["urn"],
            token=row["token"],
            inputs=row["inputs"],
            needs=tuple(urns[number] for number in row["needs"]),
            deleted_with=urns[row["deletedWith"]] if "deletedWith" in row else "",
            ignored=tuple(row.get("ignored", ())),
            patient=row.get("patient", False),
        )
        for row in rows
    ]


def names() -> list[str]:
    """The programs that have a trace."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def path_of(name: str) -> Path:
    """Where the trace of a program is kept."""
    return FOLDER / f"{name}.json"


def fingerprint(name: str) -> str:
    """One value for a trace."""
    return hashlib.sha256(path_of(name).read_bytes()).hexdigest()[:16]


def subscription(steps: Sequence[Step]) -> str:
    """The subscription that a program was recorded in: the first one that its inputs name."""
    found = _SUBSCRIPTION.search(json.dumps([step.inputs for step in steps]))
    return found.group(1) if found else SUBSCRIPTION_ID


def changed(steps: Sequence[Step]) -> list[Step]:
    """The same program with one more tag on everything that has tags: an update in place of most of the stack."""
    result: list[Step] = []
    for step in steps:
        inputs = copy.deepcopy(dict(step.inputs))
        if isinstance(inputs.get("tags"), dict):
            inputs["tags"] = {**inputs["tags"], "revision": "2"}
        result.append(replace(step, inputs=inputs))
    return result
