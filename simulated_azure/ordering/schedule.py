"""Runs a deployment's writes on a simulated Azure in a chosen order, on a clock of its own.

`run_in_order` writes one after the other: with an adversary's order it shows whether something that comes too early
is refused. `run_at_once` starts whatever may start: it shows what overlaps, and how long everything takes.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.clock import SECONDS_PER_MINUTE
from simulated_azure.arm.errors import ArmError
from simulated_azure.ordering.graph import Graph
from simulated_azure.ordering.writes import Write

START = 1_800_000_000.0
_SEED = "ordering"
_ACCOUNT = "microsoft.cognitiveservices/accounts"
_VOLATILE = ("systemData", "etag")


@dataclass
class VirtualClock:
    """Time that passes only when it is told to; seconds since the epoch."""

    now: float = START

    def __call__(self) -> float:
        """The time."""
        return self.now


class RefusedError(Exception):
    """Azure refused a write, or a write that it had accepted failed."""

    def __init__(self, name: str, error: ArmError) -> None:
        super().__init__(f"{name}: {error}")
        self.name = name
        self.error = error


@dataclass
class Trial:
    """A simulated Azure that lives in memory, for one run."""

    clock: VirtualClock = field(default_factory=VirtualClock)

    def __post_init__(self) -> None:
        """Open an empty world, in which a role works at once: an order is judged here, no waiting."""
        self.azure = Azure.open(Path(":memory:"), time_scale=1.0, seed=_SEED, now=self.clock)
        self.azure.set_fact("roleEffectMinutes", 0.0)

    def start(self, write: Write, *, delete: bool = False) -> tuple[str, float]:
        """Begin to create or delete; returns the operation's id and its end.

        Raises:
            RefusedError: Azure refuses.
        """
        try:
            if delete:
                operation = self.azure.begin_delete(write.id.text, api_version=write.api_version)
            else:
                operation = self.azure.begin_put(write.id.text, write.body, api_version=write.api_version)
        except ArmError as error:
            raise RefusedError(write.name, error) from error
        return operation.id, operation.ends_at

    def end(self, write: Write, operation: str) -> None:
        """Look at an operation whose time is over.

        Raises:
            RefusedError: it failed.
        """
        outcome = self.azure.poll(operation)
        if isinstance(outcome, ArmError):
            raise RefusedError(write.name, outcome)

    def run(self, write: Write, *, delete: bool = False) -> None:
        """Create or delete and wait for the end. What a deletion finds gone already is fine, as for the provider."""
        try:
            operation, ends_at = self.start(write, delete=delete)
        except RefusedError as error:
            if delete and error.error.status == 404:
                return
            raise
        self.clock.now = max(self.clock.now, ends_at)
        self.end(write, operation)
        if delete and write.id.type_key == _ACCOUNT:
            self._purge(write)

    def _purge(self, write: Write) -> None:
        """What every tear-down has to do before the agents' subnet can go."""
        self.azure.purge(write.id.text)
        self.clock.now += float(self.azure.fact("agentSubnetHoldAfterPurgeMinutes")) * SECONDS_PER_MINUTE

    def content(self) -> list[dict[str, Any]]:
        """What exists, without what differs from run to run: times and entity tags."""
        return [{key: value for key, value in item.items() if key not in _VOLATILE} for item in self.azure.resources()]


def run_in_order(writes: Iterable[Write]) -> Trial:
    """Create one after the other.

    Raises:
        RefusedError: the first write that Azure refuses.
    """
    trial = Trial()
    for write in writes:
        trial.run(write)
    return trial


def delete_in_order(trial: Trial, writes: Iterable[Write]) -> None:
    """Delete one after the other; what goes with its target is left out.

    Raises:
        RefusedError: the first deletion that Azure refuses.
    """
    for write in writes:
        if not write.deleted_with:
            trial.run(write, delete=True)


@dataclass
class AtOnce:
    """What happened when everything started as early as it might.

    `refused` says which writes Azure turned away; `most` is guard -> how many writes held it at once.
    """

    minutes: float
    refused: list[str]
    most: Mapping[str, int]


def run_at_once(writes: Sequence[Write], graph: Graph, *, parallel: int = 64) -> AtOnce:
    """Create everything, each write as soon as those before it are over, at most `parallel` at a time.

    A refused write counts as done, so that one conflict does not hide the next.
    """
    trial, by_name = Trial(), {write.name: write for write in writes}
    waiting = {name: set(graph.before[name]) & set(by_name) for name in graph.order}
    running: list[tuple[float, str, str]] = []
    held, most, refused = Counter[str](), Counter[str](), list[str]()
    while waiting or running:
        for name in [name for name, before in waiting.items() if not before][: parallel - len(running)]:
            del waiting[name]
            write = by_name[name]
            held.update(write.takes)
            most |= held
            try:
                operation, ends_at = trial.start(write)
            except RefusedError as error:
                refused.append(str(error))
                operation, ends_at = "", trial.clock.now
            heapq.heappush(running, (ends_at, name, operation))
        ends_at, name, operation = heapq.heappop(running)
        trial.clock.now = max(trial.clock.now, ends_at)
        held.subtract(by_name[name].takes)
        refused += _failure(trial, by_name[name], operation)
        for before in waiting.values():
            before.discard(name)
    return AtOnce((trial.clock.now - START) / SECONDS_PER_MINUTE, refused, most)


def _failure(trial: Trial, write: Write, operation: str) -> list[str]:
    """How an operation that is over failed, if it did."""
    if not operation:
        return []
    try:
        trial.end(write, operation)
    except RefusedError as error:
        return [str(error)]
    return []
