"""Stack `sandbox` under the real engine: a sample of the crash points of its `up`, as far as the time allows.

A run of a whole stack takes as long as thirty of the small program: its crash points are all run in process, here some
show that the replay does not deceive.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from simulated_azure.arm.azure import Azure
from simulated_azure.faults.plan import AFTER, BEFORE, ENDED, Fault
from tests.engine.harness import Deployment, managed
from tests.reliability import inprocess, oracles, trace
from tests.reliability.engine_cases import Case
from tests.reliability.engine_runs import Runner, Small, loads, run_some
from tests.reliability.oracles import BrokenError, World
from tests.reliability.results import Results

KIND = "engine-stack-crashes"


class Sandbox(Small):
    """The landing zone's own stack, looked at without starting a process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        Azure.open(folder / "world.sqlite", time_scale=0.0, seed=trace.SEED).close()
        Deployment.__init__(self, folder, checkpoints=True)


class StackRunner(Runner):
    """Judges what `up` leaves: cloud, state, every checkpoint, and that another `up` changes nothing."""

    @cached_property
    def empty(self) -> Small:
        """The stack with nothing in it."""
        return Sandbox(self.folder / "empty")

    @cached_property
    def clean(self) -> Mapping[str, World]:
        """What `up` leaves when nothing goes wrong."""
        return {"up": self.built.picture()}

    def _judge(self, case: Case, deployment: Small, said: list[str]) -> None:
        found, clean, states = deployment.picture(), self.clean[case.command], deployment.checkpoints()
        for state in states:
            loads(state.get("resources") or [])
        oracles.same_cloud(found, clean)
        ids = [each["id"] for each in managed(states[-1].get("resources") or [])]
        known = [each["id"] for each in managed(self.built.checkpoint()["resources"])]
        oracles.cloud_is_state(found, ids, clean.keys() - {each.lower() for each in known})
        again = deployment.up("--expect-no-changes")
        if again.code != 0:
            raise BrokenError("O4", f"{again.output[-600:]} after {said[-1][-200:]}")


def points() -> list[Case]:
    """Every write of `up`, provider or engine killed around it, spread so that a part of them is a sample."""
    found = [
        Case(
            f"up/{victim}/{phase}/{ordinal}",
            "up",
            (Fault("crash", "create", phase=phase, victim=victim, ordinal=ordinal),),
        )
        for victim in ("engine", "provider")
        for phase in (BEFORE, AFTER, ENDED)
        for ordinal in range(1, len(trace.load()) + 1)
    ]
    return sorted(found, key=lambda case: hashlib.sha256(case.name.encode()).hexdigest())


def run(*, minutes: float, say: Callable[[str], None]) -> Results:
    """Runs what has not been run, for so many minutes."""
    folder = Path(tempfile.mkdtemp(prefix="reliability-"))
    try:
        runner = StackRunner(folder)
        return run_some(KIND, points(), runner, minutes=minutes, say=say, source=inprocess.made_from())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
