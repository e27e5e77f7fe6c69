"""Running the real Pulumi CLI for a measurement: a backend and world of its own each time, wall clock and CPU time."""

import json
import os
import resource
import shlex
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engine.harness import ROOT, Deployment
from toolchain import plugins
from toolchain.layout import checkout


@dataclass(frozen=True)
class Cost:
    """What one command took: `seconds` on the clock, `cpu` seconds of all processes it started."""

    seconds: float
    cpu: float

    def rounded(self) -> dict[str, float]:
        """As it goes into the results."""
        return {"seconds": round(self.seconds, 2), "cpu": round(self.cpu, 2)}


def cost_of(run: Callable[[], object]) -> Cost:
    """Run something that starts processes and waits for them."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - started, cpu)


def interleaved(kinds: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, dict[str, float]]:
    """Measure each kind `runs` times, in turns so that a slow spell hits all of them; medians."""
    found: dict[str, list[Cost]] = {kind: [] for kind in kinds}
    for number in range(1, runs + 1):
        for kind, measure in kinds.items():
            cost = measure()
            found[kind].append(cost)
            print(f"  {kind}, run {number} of {runs}: {cost.seconds:.1f} s, {cost.cpu:.1f} s of CPU", flush=True)
    return medians(found)


def medians(found: Mapping[str, Sequence[Cost]]) -> dict[str, dict[str, float]]:
    """What each kind took in the middle, as it goes into the results."""
    return {
        kind: Cost(
            statistics.median(cost.seconds for cost in costs), statistics.median(cost.cpu for cost in costs)
        ).rounded()
        for kind, costs in found.items()
    }


@contextmanager
def fresh(
    *,
    program: Path = ROOT,
    stack: str = "sandbox",
    answers: Path | None = None,
    checkpoints: bool = False,
    **variables: str,
) -> Iterator[Deployment]:
    """A stack on a world of its own at clock scale 0.

    Args:
        program: folder of the program.
        stack: name of the stack.
        checkpoints: as `Deployment`.
        answers: answers of the provider that does nothing; given, it takes the place of the simulated Azure.
        **variables: environment.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deployment = Deployment(folder, program=program, stack=stack, checkpoints=checkpoints)
        deployment.environment |= variables
        if answers is not None:
            deployment.environment |= {"PULUMI_HOME": str(_null_home(folder)), "NULL_PROVIDER_ANSWERS": str(answers)}
        yield deployment


def _null_home(folder: Path) -> Path:
    """A PULUMI_HOME in which the provider that does nothing is called azure-native."""
    layout, home = checkout(), folder / "home"
    shutil.copytree(layout.home, home, symlinks=True)
    shim = home / "plugins" / plugins.AZURE_NATIVE / "pulumi-resource-azure-native"
    root, python = shlex.quote(str(ROOT)), shlex.quote(sys.executable)
    shim.write_text(f"#!/bin/sh\nPYTHONPATH={root} exec {python} -P -m tests.bench.null_provider\n", encoding="utf-8")
    shim.chmod(0o755)
    return home


def answers_of(state: list[dict[str, Any]], target: Path) -> Path:
    """Write what the resources of a state answered, for the provider that does nothing."""
    kept = {
        item["urn"]: {"id": item["id"], "outputs": item.get("outputs") or {}}
        for item in state
        if item.get("custom") and item.get("id") and item["type"].startswith("azure-native")
    }
    target.write_text(json.dumps(kept), encoding="utf-8")
    return target


def machine() -> dict[str, Any]:
    """What the seconds depend on."""
    return {"cores": os.cpu_count(), "python": ".".join(map(str, sys.version_info[:3]))}
