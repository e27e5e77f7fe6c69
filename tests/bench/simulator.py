"""Section `simulator`: what the simulated Azure adds to the engine, against a provider that does nothing."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.runs import Cost, answers_of, cost_of, fresh, interleaved
from tests.engine.harness import ROOT, Deployment

TITLE = "Simulated Azure"
LIMIT = 1.5
MEGABYTES = 200
_MANY = {"program": ROOT / "tests" / "bench" / "many", "stack": "many", "BENCH_RESOURCES": "1000"}
_SIMULATED, _NOTHING = "simulated Azure", "provider that does nothing"


def measure(runs: int) -> dict[str, Any]:
    """A full `up` of `sandbox` and of 1,000 resources, on both providers in turns; memory at 10,000 resources."""
    found: dict[str, Any] = {}
    for name, options in (("sandbox", {}), ("1,000 resources", _MANY)):
        print(f"full up of {name}", flush=True)
        found[name] = _compare(options, runs)
    print("10,000 resources in one world", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.world_size", f"{folder}/world.sqlite", "10000"]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return found | {"world": json.loads(done.stdout)}


def _compare(options: dict[str, Any], runs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.json"
        with fresh(**options) as stack:
            stack.up().must_pass()
            answers_of(stack.state(), answers)
            graph = _graph(stack)

        def up(provider: Path | None) -> Cost:
            with fresh(answers=provider, **options) as stack:
                cost = cost_of(lambda: stack.up().must_pass())
                if _graph(stack) != graph:
                    raise RuntimeError("the two providers did not make the same resources: nothing to compare")
                return cost

        return interleaved({_SIMULATED: lambda: up(None), _NOTHING: lambda: up(answers)}, runs)


def _graph(stack: Deployment) -> dict[str, list[str]]:
    """Resources of a stack with what each waits for."""
    return {item["urn"]: sorted(item.get("dependencies") or []) for item in stack.state()}


def report(found: dict[str, Any]) -> str:
    """The section of the page."""
    rows = "\n".join(_row(name, costs) for name, costs in found.items() if name != "world")
    world = found["world"]
    return f"""A full `pulumi up` at clock scale 0 without checkpoints. The provider that does nothing is a real plugin in
Python that answers with the inputs, or with what the simulated Azure answered in an earlier run of the same program.
The limit for `sandbox` is {LIMIT} times.

| graph | provider | seconds | seconds of CPU | times |
|---|---|---|---|---|
{rows}

A world of {world["resources"]:,} resources: {world["megabytes"]:.0f} MB of memory for the process that wrote and listed
it (limit {MEGABYTES} MB), {world["file_megabytes"]:.0f} MB on disk, {world["put_ms"]:.1f} ms for a PUT,
{world["get_ms"]:.1f} ms for a GET.
"""


def _row(name: str, costs: dict[str, dict[str, float]]) -> str:
    ratio = costs[_SIMULATED]["seconds"] / costs[_NOTHING]["seconds"]
    lines = [
        f"| {name} | {provider} | {cost['seconds']:.1f} | {cost['cpu']:.1f} | "
        f"{f'{ratio:.2f}' if provider == _SIMULATED else '1'} |"
        for provider, cost in costs.items()
    ]
    return "\n".join(lines)
