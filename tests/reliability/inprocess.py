"""Random seeds and every crash point, in this process, on several of them at once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import lru_cache, partial
from typing import TypeVar

from simulated_azure.faults.plan import AFTER, BEFORE, DURING, ENDED, Fault
from tests.reliability import plans, session, trace
from tests.reliability.plans import Trial
from tests.reliability.results import Results
from tests.reliability.virtual import run

C = TypeVar("C")
SANDBOX = "sandbox"
SEEDS = 10_000
SAMPLED_SEEDS = 1_000
"""Of each other program."""
Say = Callable[[str], None]
_CHUNK = 20
_WRITE = {"up": "create", "update": "update", "destroy": "delete"}


@lru_cache(maxsize=4)
def target(program: str = SANDBOX) -> session.Target:
    """Runs without faults of a recorded trace; once a process."""
    return session.clean(trace.load(trace.path_of(program)))


def made_from(program: str = SANDBOX) -> str:
    """Fingerprint of the trace: results of another program do not count."""
    return trace.fingerprint(program)


def crash_points(program: str = SANDBOX) -> list[tuple[str, Trial]]:
    """Every write of up, update and destroy, its process killed before it, after it, and when its operation ends."""
    points: list[tuple[str, Trial]] = []
    for command, count in writes(program).items():
        for victim in ("provider", "engine"):
            for phase in (BEFORE, AFTER, ENDED):
                for ordinal in range(1, count + 1):
                    fault = Fault("crash", _WRITE[command], phase=phase, victim=victim, ordinal=ordinal)
                    name = f"{command}/{victim}/{phase}/{ordinal}"
                    points.append((name, Trial(0, command, 8, (fault,))))
    return points


@lru_cache(maxsize=4)
def writes(program: str = SANDBOX) -> dict[str, int]:
    """How many writes each command makes, repeated ones too, counted by faults that never strike."""
    clean, found = target(program), dict[str, int]()
    for command, operation in _WRITE.items():
        counter = Fault("slow", operation, phase=DURING, ordinal=1_000_000)
        cloud = session.start(clean, command)
        cloud.azure.faults.set([counter])
        steps = clean.program if command == "up" else clean.second
        run(cloud.loop, cloud.destroy(8) if command == "destroy" else cloud.up(steps, 8))
        found[command] = cloud.azure.faults.entries()[0].met
        cloud.close()
    return found


def _run_seeds(program: str, seeds: Sequence[int]) -> dict[str, str]:
    clean = target(program)
    return {str(seed): session.attempt(clean, plans.trial(seed, clean.types)) for seed in seeds}


def _run_points(program: str, points: Sequence[tuple[str, Trial]]) -> dict[str, str]:
    clean = target(program)
    return {name: session.attempt(clean, trial) for name, trial in points}


def seeds(*, jobs: int, minutes: float, say: Say, total: int = SEEDS, program: str = SANDBOX) -> Results:
    """Runs the seeds of a program that have not been run, for so many minutes; prints a failing one shrunk."""
    results = Results.load(kind("seeds", program), made_from(program), total)
    left = [seed for seed in range(total) if results.is_open(str(seed))]
    for outcomes in _spread(partial(_run_seeds, program), left, jobs, minutes):
        results.add(outcomes)
        say(f"seeds of {program} in process: {len(results.outcomes)}/{total}, failures {len(results.failures)}")
        for seed in (seed for seed, why in outcomes.items() if why):
            say(explain(int(seed), program))
    return results


def points(*, jobs: int, minutes: float, say: Say, program: str = SANDBOX) -> Results:
    """Runs the crash points of a program that have not been run, for so many minutes.

    They are spread over commands, victims and phases, so that a part of them is a sample.
    """
    every = sorted(crash_points(program), key=lambda point: hashlib.sha256(point[0].encode()).hexdigest())
    results = Results.load(kind("crashes", program), made_from(program), len(every))
    left = [(name, trial) for name, trial in every if results.is_open(name)]
    for outcomes in _spread(partial(_run_points, program), left, jobs, minutes):
        results.add(outcomes)
        say(
            f"crash points of {program} in process: {len(results.outcomes)}/{len(every)}, failures {len(results.failures)}"
        )
        for name, why in outcomes.items():
            if why:
                say(f"  {name}: {why[:600]}")
    return results


def others() -> list[str]:
    """The recorded programs besides stack `sandbox`."""
    return [name for name in trace.names() if name != SANDBOX]


def sample(*, jobs: int, minutes: float, say: Say) -> int:
    """Crash points and seeds of the other programs, each kind for its share of the time; returns the failures."""
    share = minutes / (2 * len(others()))
    failures = 0
    for program in others():
        failures += len(points(jobs=jobs, minutes=share, say=say, program=program).failures)
        failures += len(seeds(jobs=jobs, minutes=share, say=say, total=SAMPLED_SEEDS, program=program).failures)
    return failures


def kind(what: str, program: str) -> str:
    """Name of the results file of `crashes` or `seeds` of a program."""
    return f"inprocess-{what}" if program == SANDBOX else f"inprocess-{what}-{program}"


def explain(seed: int, program: str = SANDBOX) -> str:
    """A seed: that it passes, or its plan made as small as it can be and why it fails."""
    clean = target(program)
    whole = plans.trial(seed, clean.types)
    if not session.attempt(clean, whole):
        return f"seed {seed} passes: {whole.command}, parallel {whole.parallel}, {len(whole.faults)} faults"
    small = plans.shrink(whole, lambda trial: bool(session.attempt(clean, trial)))
    faults = [fault.to_json() for fault in small.faults]
    return (
        f"seed {seed} fails; shrunk: {small.command}, parallel {small.parallel}, faults {faults}"
        f"\n  {session.attempt(clean, small)[:1000]}"
    )


def _spread(
    work: Callable[[Sequence[C]], dict[str, str]], cases: Sequence[C], jobs: int, minutes: float
) -> Iterator[dict[str, str]]:
    chunks = iter([cases[at : at + _CHUNK] for at in range(0, len(cases), _CHUNK)])
    end = time.monotonic() + minutes * 60
    with ProcessPoolExecutor(jobs) as pool:
        running: set[Future[dict[str, str]]] = set()
        while True:
            while len(running) < jobs and time.monotonic() < end and (chunk := next(chunks, None)) is not None:
                running.add(pool.submit(work, chunk))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for each in done:
                yield each.result()
