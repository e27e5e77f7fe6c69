"""Random fault plans: one seed, one plan, always the same; and how a plan that breaks something is made smaller."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulated_azure.faults.plan import AFTER, BEFORE, DURING, ENDED, Fault

MOST_FAULTS = 5
PHASES = ("up", "up", "up", "update", "destroy")
"""The command that the faults strike; `up` three times as often, for it does the most."""


@dataclass(frozen=True)
class Trial:
    """What one seed means.

    Attributes:
        seed: where it comes from.
        command: what is run under the faults: up, update or destroy.
        parallel: how many steps the engine runs at once.
        faults: the plan.
        facts: settable facts of the simulated Azure that differ from their defaults.
        keep_going: whether the first run goes on after an error (`--continue-on-error`).
    """

    seed: int
    command: str
    parallel: int
    faults: tuple[Fault, ...]
    facts: tuple[tuple[str, Any], ...] = ()
    keep_going: bool = False


def trial(seed: int, types: Sequence[str], *, span: int = 120) -> Trial:
    """The trial of a seed.

    Args:
        seed: any number.
        types: ARM types that faults may pick; the whole program's.
        span: how far into a command its faults lie, in requests.
    """
    chance = random.Random(seed)  # noqa: S311 # chosen for repetition, not for secrecy
    command = chance.choice(PHASES)
    faults = tuple(_fault(chance, command, types, span) for _ in range(chance.randint(1, MOST_FAULTS)))
    return Trial(seed, command, chance.choice((1, 4, 8, 16, 64)), faults)


def _fault(chance: random.Random, command: str, types: Sequence[str], span: int) -> Fault:
    chosen = chance.choice(["*", "*", *chance.sample(list(types), 3)])
    ordinal = chance.randint(1, span) if chosen == "*" else chance.randint(1, 4)
    write = {"up": "create", "update": "update", "destroy": "delete"}[command]
    where = {"type": chosen, "ordinal": ordinal}
    makers: list[Callable[[], Fault]] = [
        lambda: Fault("answer", "any", status=429, code="TooManyRequests", retry_after=chance.randint(1, 60), times=chance.randint(1, 4), **where),
        lambda: Fault("answer", "any", status=chance.choice((408, 500, 502, 503, 504)), code="Unavailable", times=chance.randint(1, 4), **where),
        lambda: Fault("drop", "any", phase=chance.choice((BEFORE, AFTER)), times=chance.randint(1, 4), **where),
        lambda: Fault("drop", write, phase=AFTER, times=4, **where),
        lambda: Fault("answer", write, status=400, code="BadRequest", **where),
        lambda: Fault("answer", write, status=409, code=chance.choice(("AnotherOperationInProgress", "RequestConflict")), **where),
        lambda: Fault("answer", write, phase=DURING, status=chance.choice((400, 409, 500)), code="OperationFailed", **where),
        lambda: Fault("answer", write, phase=ENDED, status=500, code="Unavailable", **where),
        # Only what is new is not found for a while; an old resource that is not found is gone.
        lambda: Fault("answer", "read" if command == "up" else "poll", status=404 if command == "up" else 503, code="ResourceNotFound" if command == "up" else "Unavailable", **where),
        lambda: Fault("slow", write, phase=DURING, factor=float(chance.randint(2, 20)), **where),
        lambda: Fault("crash", write, phase=chance.choice((BEFORE, AFTER, ENDED)), victim="provider", **where),
        lambda: Fault("crash", write, phase=chance.choice((BEFORE, AFTER, ENDED)), victim="engine", **where),
        lambda: Fault("crash", "any", victim="engine", **where),
    ]  # fmt: skip
    return chance.choice(makers)()


def shrink(found: Trial, breaks: Callable[[Trial], bool]) -> Trial:
    """The smallest plan that still breaks something: fewer faults, each struck once, the engine serial."""
    shrinking = True
    while shrinking:
        shrinking = False
        for smaller in _smaller(found):
            if breaks(smaller):
                found, shrinking = smaller, True
                break
    return found


def _smaller(found: Trial) -> list[Trial]:
    fewer = [
        replace(found, faults=found.faults[:number] + found.faults[number + 1 :]) for number in range(len(found.faults))
    ]
    simpler = [replace(found, parallel=1)] if found.parallel > 1 else []
    for number, fault in enumerate(found.faults):
        if fault.times > 1:
            once = replace(fault, times=fault.times - 1)
            simpler.append(replace(found, faults=(*found.faults[:number], once, *found.faults[number + 1 :])))
    return [*(each for each in fewer if each.faults), *simpler]
