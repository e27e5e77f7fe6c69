"""An interrupted `up` converges: Ctrl-C by the next `up`, a kill by recovery and then `up`. Checkpoints are on."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.engine.harness import Deployment, interrupt, kill, made_by_azure, managed, toolchain

SLOW = 0.002
"""Real seconds per simulated second: slow enough that an interrupt falls into the middle of something."""


def test_interrupted_up_converges(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, checkpoints=True, time_scale=SLOW)
    process = deployment.start("up", "--yes", "--skip-preview")
    deployment.wait_for_resources(30)
    stopped = interrupt(process)
    assert stopped.code != 0
    assert "Traceback" not in stopped.output, stopped.output[-4000:]
    before = len(deployment.world())
    assert before >= 30
    deployment.up().must_pass()
    assert_whole(deployment)
    assert len(deployment.world()) > before


def test_killed_up_is_recovered(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, checkpoints=True, time_scale=SLOW)
    process = deployment.start("up", "--yes", "--skip-preview")
    deployment.wait_for_resources(30)
    kill(process)
    wait_until_plugins_are_gone(deployment)
    refused = toolchain(deployment, "up")
    refused.must_fail()
    assert "make recover" in refused.output
    recovered = toolchain(deployment, "recover", "--yes").must_pass()
    assert "to recover the stack:" in recovered.output
    deployment.up().must_pass()
    assert_whole(deployment)


def assert_whole(deployment: Deployment) -> None:
    """Nothing lost, nothing orphaned, nothing left to do."""
    in_state = sorted(each["id"].lower() for each in managed(deployment.state()))
    in_world = sorted(each["id"].lower() for each in deployment.world() if not made_by_azure(each["id"]))
    assert in_state == in_world
    deployment.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes").must_pass()


def wait_until_plugins_are_gone(deployment: Deployment, timeout: float = 30) -> None:
    """A killed engine leaves its plugins for a moment; they must end by themselves."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if not using_world(deployment):
            return
        time.sleep(0.2)
    raise AssertionError(f"still running: {using_world(deployment)}")


def using_world(deployment: Deployment) -> list[int]:
    """Processes whose environment names this deployment's world, but for this one's children that tests started."""
    wanted = f"SIMULATED_AZURE_WORLD={deployment.world_file}".encode()
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if wanted in environment.split(b"\0"):
                found.append(int(entry.name))
    return found
