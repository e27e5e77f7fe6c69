"""`make bench`: how long the commands take here, and the ratios that hold on any machine."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolchain import environment, files
from toolchain.console import Step, say
from toolchain.errors import ToolchainError
from toolchain.layout import PULUMI_VERSION, STACK, Layout
from toolchain.setup import setup

_PACK = ("--policy-pack", "policy_pack")


def bench(layout: Layout, *, runs: int) -> int:
    """Measures on a backend and world of its own and writes docs/reference/benchmarks.md.

    Args:
        layout: the checkout.
        runs: how often each preview is repeated, the kinds interleaved so that a slow spell hits all of them.

    Raises:
        ToolchainError: a measured command fails.
    """
    setup(layout)
    with tempfile.TemporaryDirectory() as folder:
        env = environment.simulated(layout, Path(folder))
        environment.ensure_stack(layout, env)
        seconds = {"up": _seconds(layout, env, "up", "--yes", *_PACK)}
        seconds["second up"] = _seconds(layout, env, "up", "--yes", *_PACK)
        previews: dict[str, list[float]] = {"preview, no pack": [], "preview, policy pack": []}
        for _ in range(runs):
            previews["preview, no pack"].append(_seconds(layout, env, "preview"))
            previews["preview, policy pack"].append(_seconds(layout, env, "preview", *_PACK))
        seconds |= {name: statistics.median(times) for name, times in previews.items()}
        seconds["destroy"] = _seconds(layout, env, "destroy", "--yes")
    target = layout.root / "docs" / "reference" / "benchmarks.md"
    files.write(target, report(seconds, runs))
    say(f"written: {target.relative_to(layout.root)}")
    return 0


def report(seconds: Mapping[str, float], runs: int) -> str:
    """The measurements as a page."""
    ratio = seconds["preview, policy pack"] / seconds["preview, no pack"]
    rows = "\n".join(f"| {name} | {value:.1f} |" for name, value in seconds.items())
    return f"""# Benchmarks

Written by `make bench`: stack `{STACK}` on the simulated Azure, Pulumi {PULUMI_VERSION}, Python
{platform.python_version()}, {os.cpu_count()} cores. Previews are medians of {runs} interleaved runs.
Seconds depend on the machine; the ratio hardly does.

| command | seconds |
|---|---|
{rows}

Preview with the policy pack takes {ratio:.2f} times as long as without.
"""


def _seconds(layout: Layout, env: Mapping[str, str], *arguments: str) -> float:
    with Step(f"pulumi {' '.join(arguments)}"):
        started = time.monotonic()
        _run(layout, env, arguments)
        return time.monotonic() - started


def _run(layout: Layout, env: Mapping[str, str], arguments: Sequence[str]) -> None:
    result = subprocess.run(
        [str(layout.pulumi), *arguments, "--stack", STACK, "--non-interactive"],
        cwd=layout.root,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        message = f"`pulumi {' '.join(arguments)}` failed:\n{result.stdout[-2000:]}"
        raise ToolchainError(message, "make the command work by hand first: `make up`")
