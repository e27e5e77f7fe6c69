"""Section `commands`: what the commands of a user take, and what the policy pack adds to a preview."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.runs import Cost, cost_of, fresh, medians
from tests.engine.harness import PACK, Deployment, Result

TITLE = "Commands"
_PACK = ("--policy-pack", str(PACK))


def measure(runs: int) -> dict[str, Any]:
    """Stack `sandbox` through its whole life `runs` times, with checkpoints as for a user."""
    found: dict[str, list[Cost]] = {}
    for number in range(1, runs + 1):
        with fresh(checkpoints=True) as stack:
            for name, cost in _life(stack):
                found.setdefault(name, []).append(cost)
                print(f"  {name}, run {number} of {runs}: {cost.seconds:.1f} s, {cost.cpu:.1f} s of CPU", flush=True)
    return medians(found)


def _life(stack: Deployment) -> Iterator[tuple[str, Cost]]:
    def cost(run: Callable[..., Result], *arguments: str) -> Cost:
        return cost_of(lambda: run(*arguments).must_pass())

    yield "up", cost(stack.up, *_PACK)
    yield "second up", cost(stack.up, *_PACK)
    yield "preview, no pack", cost(stack.preview)
    yield "preview, policy pack", cost(stack.preview, *_PACK)
    yield "refresh", cost(stack.refresh)
    yield "destroy", cost(stack.destroy)


def report(found: dict[str, Any]) -> str:
    """The section of the page."""
    rows = "\n".join(f"| {name} | {cost['seconds']:.1f} | {cost['cpu']:.1f} |" for name, cost in found.items())
    ratio = found["preview, policy pack"]["seconds"] / found["preview, no pack"]["seconds"]
    return f"""Stack `sandbox` on the simulated Azure at clock scale 0; `up` with the policy pack.

| command | seconds | seconds of CPU |
|---|---|---|
{rows}

A preview with the policy pack takes {ratio:.2f} times as long as without.
"""
