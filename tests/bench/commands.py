"""Section `commands`: what the commands of a user take, and what the policy pack adds to a preview."""

from typing import Any

from tests.bench.runs import cost_of, fresh, interleaved
from tests.engine.harness import PACK

TITLE = "Commands"
_PACK = ("--policy-pack", str(PACK))


def measure(runs: int) -> dict[str, Any]:
    """Stack `sandbox` through its life, with checkpoints as for a user."""
    with fresh(checkpoints=True) as stack:
        found = {"up": cost_of(lambda: stack.up(*_PACK).must_pass()).rounded()}
        found["second up"] = cost_of(lambda: stack.up(*_PACK).must_pass()).rounded()
        found |= interleaved(
            {
                "preview, no pack": lambda: cost_of(lambda: stack.preview().must_pass()),
                "preview, policy pack": lambda: cost_of(lambda: stack.preview(*_PACK).must_pass()),
            },
            runs,
        )
        found["refresh"] = cost_of(lambda: stack.refresh().must_pass()).rounded()
    return found


def report(found: dict[str, Any]) -> str:
    """The section of the page."""
    rows = "\n".join(f"| {name} | {cost['seconds']:.1f} | {cost['cpu']:.1f} |" for name, cost in found.items())
    ratio = found["preview, policy pack"]["seconds"] / found["preview, no pack"]["seconds"]
    return f"""Stack `sandbox` on the simulated Azure.

| command | seconds | seconds of CPU |
|---|---|---|
{rows}

A preview with the policy pack takes {ratio:.2f} times as long as without.
"""
