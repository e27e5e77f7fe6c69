"""What lies in the backend, in the engine's terms: it survives every process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

State = dict[str, Any]


class IntegrityError(AssertionError):
    """A checkpoint that the engine would refuse to load (VerifyIntegrity in snapshot.go)."""


@dataclass
class Stack:
    """What lies in the backend: it survives every process.

    Attributes:
        resources: in the order of the engine's last checkpoint before the run at hand.
        settled: URNs that the run at hand is through with; the engine writes these first, in the order of their ends,
            and then what is left of the old ones (snapshot manager, snap in pkg/backend/snapshot.go).
    """

    resources: dict[str, State] = field(default_factory=dict)
    settled: dict[str, None] = field(default_factory=dict)
    pending: dict[str, tuple[str, State]] = field(default_factory=dict)
    checkpoints: int = 0

    def begin(self) -> None:
        """A run begins with what the last one has left."""
        self.resources, self.settled = {each["urn"]: each for each in self.ordered()}, {}

    def ordered(self) -> list[State]:
        """The resources as a checkpoint of this moment has them."""
        done = [self.resources[urn] for urn in self.settled if urn in self.resources]
        return [*done, *(each for urn, each in self.resources.items() if urn not in self.settled)]

    def add(self, state: State) -> None:
        """Note a resource that the run at hand is through with; everything that it needs must be there."""
        missing = [urn for urn in state["dependencies"] if urn not in self.resources]
        if missing:
            raise IntegrityError(f"{state['urn']} is in the state before {missing}")
        self.resources[state["urn"]] = state
        self.settled[state["urn"]] = None
        self.checkpoints += 1

    def drop(self, urn: str) -> None:
        """Forget a resource; nothing that is there may need it."""
        users = [each["urn"] for each in self.resources.values() if urn in each["dependencies"]]
        if users:
            raise IntegrityError(f"{urn} left the state before {users}")
        del self.resources[urn]
        self.checkpoints += 1

    def export(self) -> dict[str, Any]:
        """The shape of `pulumi stack export`."""
        operations = [{"type": kind, "resource": state} for kind, state in self.pending.values()]
        return {"deployment": {"resources": self.ordered(), "pending_operations": operations}}

    def load(self, document: Mapping[str, Any]) -> None:
        """Take `pulumi stack import`, with the engine's checks."""
        deployment = document["deployment"]
        self.resources, self.settled = {}, {}
        for state in deployment["resources"]:
            if state["urn"] in self.resources:
                raise IntegrityError(f"two resources are {state['urn']}")
            self.add(state)
        self.pending = {
            each["resource"]["urn"]: (each["type"], each["resource"]) for each in deployment["pending_operations"]
        }


def ignoring(paths: Sequence[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """New inputs with the old values at ignored paths: `name`, or `name[*].key` (processIgnoreChanges in diff.go)."""
    result = dict(new)
    for path in paths:
        name, _, key = path.partition("[*].")
        if not key:
            result.pop(name, None)
            result |= {name: old[name]} if name in old else {}
            continue
        before, after = old.get(name) or [], result.get(name) or []
        if len(before) == len(after):
            result[name] = [
                {**{k: v for k, v in now.items() if k != key}, **({key: was[key]} if key in was else {})}
                for was, now in zip(before, after, strict=True)
            ]
            if name not in old and not after:
                del result[name]
    return result
