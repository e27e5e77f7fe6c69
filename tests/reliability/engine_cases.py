"""What is run under the real engine: every crash point, and the random seeds."""

from __future__ import annotations

from dataclasses import dataclass

from simulated_azure.faults.plan import AFTER, BEFORE, ENDED, Fault
from tests.reliability import plans

SEEDS = 300
WRITES = {"up": "create", "update": "update", "destroy": "delete"}
_SPAN = 24


@dataclass(frozen=True)
class Case:
    """One run: the command, the faults it meets, and after which resource the program dies (0: never)."""

    name: str
    command: str
    faults: tuple[Fault, ...] = ()
    die_after: int = 0


def crash_points(size: int, updates: int) -> list[Case]:
    """Every write of each command, provider or engine killed around it; and the program after each resource."""
    cases: list[Case] = []
    for command, count in (("up", size), ("update", updates), ("destroy", size)):
        for victim in ("engine", "provider"):
            for phase in (BEFORE, AFTER, ENDED):
                for ordinal in range(1, count + 1):
                    fault = Fault("crash", WRITES[command], phase=phase, victim=victim, ordinal=ordinal)
                    cases.append(Case(f"{command}/{victim}/{phase}/{ordinal}", command, (fault,)))
        if command != "destroy":  # which runs no program
            cases += [Case(f"{command}/program/{number}", command, die_after=number) for number in range(1, size + 1)]
    return cases


def random_cases(types: list[str]) -> list[Case]:
    """The seeds."""
    trials = [plans.trial(seed, types, span=_SPAN) for seed in range(SEEDS)]
    return [Case(str(trial.seed), trial.command, trial.faults) for trial in trials]
