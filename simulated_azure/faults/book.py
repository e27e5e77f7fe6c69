"""The plan of a world, with how often each fault was met and has struck; kept in the world's file."""

import json
import os
import signal
import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.operations import Operation
from simulated_azure.arm.published import published
from simulated_azure.arm.store import Store, dump
from simulated_azure.arm.world import World
from simulated_azure.faults.plan import AFTER, BEFORE, DURING, ENDED, Fault, parse_fault

_SCHEMA = """CREATE TABLE IF NOT EXISTS faults (
  position INTEGER PRIMARY KEY, fault TEXT NOT NULL, met INTEGER NOT NULL, struck INTEGER NOT NULL,
  waiting_for TEXT NOT NULL)"""
Kill = Callable[[str], None]
"""Ends a process: `provider` is this one, `engine` the one that started it. Does not return."""


@dataclass(frozen=True)
class Entry:
    """A fault of the plan: how many matching requests came, and how often it struck."""

    position: int
    fault: Fault
    met: int
    struck: int
    waiting_for: tuple[str, ...]
    """Operations whose end the fault waits for."""


class Strikes:
    """The faults that strike one request.

    Args:
        faults: position in the plan and fault.
        kill: ends a process.
    """

    def __init__(self, faults: Sequence[tuple[int, Fault]], kill: Kill) -> None:
        self._faults = faults
        self._kill = kill

    def strike(self, phase: str) -> None:
        """Let happen what is planned for a phase.

        Raises:
            ArmError: an error answer, or status 0 for a lost connection.
        """
        for _, fault in self._faults:
            if fault.phase != phase:
                continue
            if fault.effect == "crash":
                self._kill(fault.victim)
            raise fault.error()

    def shape(self, world: World, operation: Operation) -> Operation:
        """Make the operation that a write has started as slow or as unsuccessful as planned."""
        for position, fault in self._faults:
            if fault.phase == ENDED:
                world.connection.execute(
                    "UPDATE faults SET waiting_for = json_insert(waiting_for, '$[#]', ?) WHERE position = ?",
                    (operation.id, position),
                )
            elif fault.effect == "slow":
                ends_at = world.clock.now + (operation.ends_at - world.clock.now) * fault.factor
                world.connection.execute("UPDATE operations SET ends_at = ? WHERE id = ?", (ends_at, operation.id))
                operation = replace(operation, ends_at=ends_at)
            elif fault.phase == DURING:
                error = dump(fault.error().to_row())
                world.connection.execute("UPDATE operations SET error = ? WHERE id = ?", (error, operation.id))
        return operation


class FaultBook:
    """The fault plan of one world.

    Args:
        store: the world's file.
        kill: ends a process; a signal that cannot be caught unless a test gives something else.
    """

    def __init__(self, store: Store, kill: Kill | None = None) -> None:
        self._store = store
        self._kill = kill or kill_process
        self._none = Strikes((), self._kill)
        with store.transaction() as connection:
            connection.execute(_SCHEMA)

    def set(self, faults: Sequence[Fault]) -> None:
        """Replace the plan; every counter starts at zero."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM faults")
            connection.executemany(
                "INSERT INTO faults VALUES (?, ?, 0, 0, '[]')",
                [(position, dump(fault.to_json())) for position, fault in enumerate(faults)],
            )

    def entries(self) -> list[Entry]:
        """The plan as it stands."""
        with self._store.transaction() as connection:
            return _entries(connection)

    @contextmanager
    def around(self, operation: str, resource_id: str) -> Generator[Strikes]:
        """Serve a request under the plan: yields what strikes it, after the faults of the phase before it.

        Args:
            operation: get, put, delete or action.
            resource_id: the resource it is about.

        Raises:
            ArmError: a planned refusal or a lost reply.
        """
        strikes = self._strikes(operation, resource_id)
        strikes.strike(BEFORE)
        yield strikes
        strikes.strike(AFTER)

    @contextmanager
    def around_poll(self, operation_id: str) -> Generator[None]:
        """The same for a question after a running operation."""
        with self._store.transaction() as connection:
            row = connection.execute("SELECT resource_id FROM operations WHERE id = ?", (operation_id,)).fetchone()
        if row is None:
            yield
            return
        strikes = self._strikes("poll", row["resource_id"])
        strikes.strike(BEFORE)
        yield
        strikes.strike(AFTER)

    def ended(self, operation_id: str) -> None:
        """Let happen what waits for the end of an operation, once each.

        Raises:
            ArmError: the planned answer or a lost connection.
        """
        with self._store.transaction() as connection:
            due = [entry for entry in _entries(connection) if operation_id in entry.waiting_for]
            for entry in due:
                left = dump([item for item in entry.waiting_for if item != operation_id])
                connection.execute("UPDATE faults SET waiting_for = ? WHERE position = ?", (left, entry.position))
        Strikes([(entry.position, entry.fault) for entry in due], self._kill).strike(ENDED)

    def _strikes(self, operation: str, resource_id: str) -> Strikes:
        with self._store.transaction() as connection:
            entries = _entries(connection)
            if not entries:
                return self._none
            resource = ResourceId.parse(resource_id)
            there = connection.execute("SELECT 1 FROM resources WHERE key = ?", (resource.key,)).fetchone() is not None
            kind = {"get": ("check", "read"), "put": ("create", "update")}.get(operation, (operation, operation))[there]
            may_fail_later = has_operation(operation, resource.type_key)
            met = [
                entry
                for entry in entries
                if entry.fault.picks(kind, resource.type_key, resource.key)
                and (may_fail_later or entry.fault.phase != DURING or entry.fault.effect == "slow")
            ]
            hit = [entry for entry in met if entry.met + 1 >= entry.fault.ordinal and entry.struck < entry.fault.times]
            for entry in met:
                connection.execute(
                    "UPDATE faults SET met = met + 1, struck = struck + ? WHERE position = ?",
                    (int(entry in hit), entry.position),
                )
        return Strikes([(entry.position, entry.fault) for entry in hit], self._kill)


def has_operation(operation: str, type_key: str) -> bool:
    """Whether a write may be answered before it is done: its published client follows an operation.

    A write without one is answered when it is done (a Key Vault key, a role assignment), so nothing can fail later. A
    type that nothing is published about may have an operation, as the contract of Azure Resource Manager allows.

    Args:
        operation: get, put, delete, action or poll.
        type_key: ARM type in lower case.
    """
    method = {"put": "PUT", "delete": "DELETE"}.get(operation, "")
    row = published(type_key)
    answers = row.answers.get(method) if row else None
    return answers is None or answers.polls


def _entries(connection: sqlite3.Connection) -> list[Entry]:
    return [
        Entry(row["position"], _fault(row["fault"]), row["met"], row["struck"], tuple(json.loads(row["waiting_for"])))
        for row in connection.execute("SELECT * FROM faults ORDER BY position")
    ]


@lru_cache(maxsize=1024)
def _fault(text: str) -> Fault:
    return parse_fault(json.loads(text), "fault", "the stored plan")


def kill_process(victim: str) -> None:
    """End a process as a power cut would: no clean-up, no last word."""
    if victim == "engine":
        os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
