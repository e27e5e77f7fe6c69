"""Faults under the real engine: crash points and random seeds of a program of twenty resources."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.faults.plan import Fault
from tests.engine.harness import Deployment, Result, managed, toolchain
from tests.reliability import oracles, trace
from tests.reliability.engine_cases import Case, crash_points, random_cases
from tests.reliability.oracles import BrokenError, World
from tests.reliability.results import Results

PROGRAM = Path(__file__).parent / "small"
KEEP_CHECKPOINTS = "PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS"
"""With it the engine's file backend keeps every checkpoint beside the last one."""
_PATIENCE = 8


class Small(Deployment):
    """The small program on a world and backend of its own, looked at without starting a process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        Azure.open(folder / "world.sqlite", time_scale=0.0, seed=trace.SEED).close()
        super().__init__(folder, program=PROGRAM, checkpoints=True)
        self.environment["TOOLCHAIN_PROGRAM"] = str(PROGRAM)

    @classmethod
    def copy(cls, source: Small, folder: Path) -> Small:
        """The same stack and world somewhere else."""
        shutil.copytree(source.folder, folder)
        made = cls.__new__(cls)
        made.folder, made.program, made.stack = folder, source.program, source.stack
        made.world_file, made.config_file = folder / "world.sqlite", folder / source.config_file.name
        made.environment = {
            **source.environment,
            "PULUMI_BACKEND_URL": (folder / "state").resolve().as_uri(),
            "SIMULATED_AZURE_WORLD": str(folder / "world.sqlite"),
        }
        return made

    def azure(self, *arguments: str) -> Result:
        raise NotImplementedError(arguments)

    def open(self) -> Azure:
        """The world, in this process."""
        return Azure.open(self.world_file, time_scale=0.0)

    def plan(self, faults: tuple[Fault, ...]) -> None:
        """Set the fault plan; none clears it."""
        world = self.open()
        world.faults.set(faults)
        world.close()

    def picture(self) -> World:
        """What the cloud holds."""
        world = self.open()
        try:
            return oracles.picture(world)
        finally:
            world.close()

    @property
    def backend(self) -> Path:
        return self.folder / "state" / ".pulumi"

    def checkpoint(self) -> dict[str, Any]:
        """The state file's deployment."""
        path = self.backend / "stacks" / "ai-landing-zone" / f"{self.stack}.json"
        return json.loads(path.read_text(encoding="utf-8"))["checkpoint"].get("latest") or {}

    def checkpoints(self) -> list[dict[str, Any]]:
        """Every deployment that the engine has written, oldest first; all but the last if `KEEP_CHECKPOINTS` is set."""
        kept = [path for path in (self.backend / "stacks").rglob(f"{self.stack}.json.*") if path.suffix[1:].isdigit()]
        contents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(kept)]
        return [*(each["checkpoint"].get("latest") or {} for each in contents), self.checkpoint()]

    def wait_for_lock(self, timeout: float = 60) -> None:
        """Returns once a run holds the stack; AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not list((self.backend / "locks").rglob("*.json")):
            assert time.monotonic() < end, f"no lock after {timeout} s"
            time.sleep(0.1)

    def in_doubt(self) -> bool:
        """Whether a killed run has left a lock or a pending operation."""
        locks = list((self.backend / "locks").rglob("*.json"))
        return bool(locks) or bool(self.checkpoint().get("pending_operations"))


@dataclass
class Runner:
    """Runs cases on copies of two prepared deployments: an empty one, and one that is built.

    Args:
        folder: where they live.
    """

    folder: Path
    sound: set[str] = field(default_factory=set)

    @cached_property
    def empty(self) -> Small:
        """A stack with nothing in it."""
        return Small(self.folder / "empty")

    @cached_property
    def built(self) -> Small:
        """The program, built without faults."""
        made = Small.copy(self.empty, self.folder / "built")
        made.up().must_pass()
        return made

    @cached_property
    def clean(self) -> Mapping[str, World]:
        """What each command leaves when nothing goes wrong."""
        updated = Small.copy(self.built, self.folder / "updated")
        updated.environment["RELIABILITY_REVISION"] = "2"
        updated.up().must_pass()
        return {"up": self.built.picture(), "update": updated.picture(), "destroy": {}}

    @cached_property
    def types(self) -> list[str]:
        """ARM types of the program."""
        world = self.built.open()
        found = sorted({str(each["type"]) for each in world.resources() if each.get("type")})
        world.close()
        return found

    @cached_property
    def size(self) -> int:
        """How many resources the program makes."""
        return len(self.built.picture())

    def run(self, case: Case) -> str:
        """Why a case fails, '' when every oracle holds."""
        where = Path(tempfile.mkdtemp(dir=self.folder)) / "case"
        try:
            deployment = Small.copy(self.empty if case.command == "up" else self.built, where)
            self._run(case, deployment)
        except AssertionError as error:
            return str(error)[:2000] or type(error).__name__
        finally:
            shutil.rmtree(where.parent, ignore_errors=True)
        return ""

    def _run(self, case: Case, deployment: Small) -> None:
        deployment.plan(case.faults)
        deployment.environment[KEEP_CHECKPOINTS] = "true"
        if case.command == "update":
            deployment.environment["RELIABILITY_REVISION"] = "2"
        said: list[str] = []
        for number in range(_PATIENCE):
            result = _command(deployment, case.command, case.die_after if number == 0 else 0)
            said.append(result.output)
            if result.code == 0:
                break
            self._repair(deployment, result, said)
        else:
            raise BrokenError("O1", f"does not converge: {said[-1][-600:]}")
        deployment.plan(())
        self._judge(case, deployment, said)

    @staticmethod
    def _repair(deployment: Small, failed: Result, said: list[str]) -> None:
        """What the page on recovery says: `make recover` after a kill, `make adopt` for what exists already."""
        if deployment.in_doubt():
            said.append(toolchain(deployment, "recover", "--yes").output)
        elif "cannot create already existing" in failed.output:
            said.append(toolchain(deployment, "adopt", "--yes").output)

    def _judge(self, case: Case, deployment: Small, said: list[str]) -> None:
        found, states = deployment.picture(), deployment.checkpoints()
        for state in states:
            loads(state.get("resources") or [])
        resources: list[dict[str, Any]] = states[-1].get("resources") or []
        if oracles._KEY.search(json.dumps(states) + "".join(said)):
            raise BrokenError("O7", "a key is in the state or was printed")
        oracles.same_cloud(found, self.clean[case.command])
        oracles.cloud_is_state(found, [each["id"] for each in managed(resources)], set())
        print_ = _fingerprint(found, resources)
        if case.command == "destroy" or print_ in self.sound:
            return
        again = deployment.up("--expect-no-changes")
        if again.code != 0:
            raise BrokenError("O4", again.output[-600:])
        gone = deployment.destroy()
        if gone.code != 0 or deployment.picture() or managed(deployment.checkpoint().get("resources") or []):
            raise BrokenError("O6", gone.output[-600:])
        self.sound.add(print_)


def _command(deployment: Small, command: str, die_after: int) -> Result:
    if command == "destroy":
        return deployment.destroy()
    if die_after:
        deployment.environment["RELIABILITY_DIE_AFTER"] = str(die_after)
    try:
        return deployment.up()
    finally:
        deployment.environment.pop("RELIABILITY_DIE_AFTER", None)


def loads(resources: list[dict[str, Any]]) -> None:
    """O5 on a checkpoint.

    Raises:
        BrokenError: a resource is there twice, or stands before what it needs.
    """
    seen: set[str] = set()
    for each in resources:
        needs = [*each.get("dependencies", []), *filter(None, [each.get("parent")])]
        if each["urn"] in seen or any(urn not in seen for urn in needs):
            raise BrokenError("O5", f"{each['urn']} comes twice, or before what it needs")
        seen.add(each["urn"])


def _fingerprint(found: World, resources: list[dict[str, Any]]) -> str:
    kept = sorted(
        json.dumps(
            [each["urn"], each.get("id"), each.get("inputs"), sorted(each.get("dependencies", []))], sort_keys=True
        )
        for each in managed(resources)
    )
    return hashlib.sha256(json.dumps([found, kept], sort_keys=True).encode()).hexdigest()


def made_from() -> str:
    """Fingerprint of the program; results of another one do not count."""
    return hashlib.sha256((PROGRAM / "__main__.py").read_bytes()).hexdigest()[:16]


def run_some(
    kind: str,
    cases: list[Case],
    runner: Runner,
    *,
    minutes: float,
    say: Callable[[str], None],
    source: str = "",
) -> Results:
    """Runs the cases of a kind that have not been run, for so many minutes.

    `source` is the fingerprint of what is tested; that of the small program when left out.
    """
    results = Results.load(kind, source or made_from(), len(cases))
    end = time.monotonic() + minutes * 60
    for case in (case for case in cases if results.is_open(case.name)):
        if time.monotonic() > end:
            break
        why = runner.run(case)
        results.add({case.name: why})
        say(
            f"{kind}: {len(results.outcomes)}/{len(cases)}, failures {len(results.failures)}"
            + (f"\n  {case.name}: {why}" if why else "")
        )
    return results


def run(kind: str, *, minutes: float, say: Callable[[str], None]) -> Results:
    """Runs what has not been run of a kind; crash points spread over all sorts, so that a part of them is a sample."""
    folder = Path(tempfile.mkdtemp(prefix="reliability-"))
    try:
        runner = Runner(folder)
        return run_some(kind, KINDS[kind](runner), runner, minutes=minutes, say=say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _spread(runner: Runner) -> list[Case]:
    points = crash_points(runner.size, _updates(runner))
    return sorted(points, key=lambda case: hashlib.sha256(case.name.encode()).hexdigest())


def _updates(runner: Runner) -> int:
    """How many resources another tag updates."""
    changed, built = runner.clean["update"], runner.built.picture()
    return sum(changed[key] != built[key] for key in built)


KINDS: Mapping[str, Callable[[Runner], list[Case]]] = {
    "engine-crashes": _spread,
    "engine-seeds": lambda runner: random_cases(runner.types),
}
"""Names of the results files, and what cases each is about."""
