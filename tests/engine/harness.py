"""Drives the real Pulumi CLI against a simulated Azure of its own.

One `Deployment` is one backend folder, one world and one stack file, so that tests neither see each other nor the
developer's own `make up`. Plugins and CLI are those of `make setup`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from toolchain.environment import simulated
from toolchain.layout import checkout

ROOT = Path(__file__).resolve().parents[2]
SANDBOX_FILE = ROOT / "stacks" / "Pulumi.sandbox.yaml"
PACK = ROOT / "policy_pack"


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    output: str

    def must_pass(self) -> Result:
        assert self.code == 0, f"exit {self.code}\n{self.output[-8000:]}"
        return self

    def must_fail(self) -> Result:
        assert self.code != 0, f"expected a failure\n{self.output[-8000:]}"
        assert "Traceback (most recent call last)" not in self.output, self.output[-8000:]
        return self


class Deployment:
    """A stack of a program on its own simulated Azure.

    Args:
        folder: an empty folder for backend, world and stack file.
        program: folder of the Pulumi program; the landing zone itself when left out.
        stack: the stack's name.
        checkpoints: False skips the engine's checkpoints (much faster, of no use after a kill).
        time_scale: real seconds per simulated second of a long-running operation.
    """

    def __init__(
        self,
        folder: Path,
        *,
        program: Path = ROOT,
        stack: str = "sandbox",
        checkpoints: bool = False,
        time_scale: float = 0.0,
    ) -> None:
        self.folder, self.program, self.stack = folder, program, stack
        self.world_file = folder / "world.sqlite"
        self.config_file = folder / f"Pulumi.{stack}.yaml"
        (folder / "state").mkdir(parents=True, exist_ok=True)
        self.environment = self._environment(checkpoints=checkpoints, time_scale=time_scale)
        if program == ROOT:
            shutil.copy(SANDBOX_FILE, self.config_file)
        self.pulumi("stack", "init", stack).must_pass()

    def _environment(self, *, checkpoints: bool, time_scale: float) -> dict[str, str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PULUMI_", "SIMULATED_"))}
        environment |= simulated(checkout(), self.folder)
        environment |= {"PULUMI_STACK": self.stack, "SIMULATED_AZURE_TIME_SCALE": str(time_scale)}
        if not checkpoints:
            environment |= {"PULUMI_EXPERIMENTAL": "1", "PULUMI_SKIP_CHECKPOINTS": "true"}
        return environment

    def command(self, *arguments: str) -> list[str]:
        """The full command line of `pulumi ARGUMENTS` on this stack."""
        command = ["pulumi", *arguments, "--non-interactive", "--color", "never"]
        if arguments[0] in {"up", "preview", "refresh", "destroy", "import", "cancel"}:
            command += ["--stack", self.stack]
        if arguments[0] in {"up", "preview", "refresh", "destroy"}:
            command += ["--config-file", str(self.config_file)] if self.program == ROOT else []
            command += ["--suppress-permalink=true"] if arguments[0] != "preview" else []
        return command

    def pulumi(self, *arguments: str, timeout: float = 900) -> Result:
        """Runs `pulumi ARGUMENTS` to its end; returns exit code and joined output."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.program,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Result(done.returncode, done.stdout)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts `pulumi ARGUMENTS` in a process group of its own, for tests that interrupt it."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.program,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def up(self, *arguments: str) -> Result:
        return self.pulumi("up", "--yes", "--skip-preview", *arguments)

    def preview(self, *arguments: str) -> Result:
        return self.pulumi("preview", *arguments)

    def refresh(self, *arguments: str) -> Result:
        return self.pulumi("refresh", "--yes", "--skip-preview", *arguments)

    def destroy(self, *arguments: str) -> Result:
        return self.pulumi("destroy", "--yes", "--skip-preview", *arguments)

    def azure(self, *arguments: str) -> Result:
        """Runs `python -m simulated_azure ARGUMENTS` on this world."""
        done = subprocess.run(
            [sys.executable, "-m", "simulated_azure", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout)

    def world(self) -> list[dict[str, Any]]:
        """Every resource that exists in the simulated Azure."""
        return cast("list[dict[str, Any]]", json.loads(self.azure("world", "--json").must_pass().output))

    def state(self) -> list[dict[str, Any]]:
        """The resources of the stack's state."""
        exported = json.loads(self.pulumi("stack", "export", "--stack", self.stack).must_pass().output)
        return cast("list[dict[str, Any]]", exported["deployment"].get("resources", []))

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs."""
        found = self.pulumi("stack", "output", "--json", "--stack", self.stack).must_pass().output
        return cast("dict[str, Any]", json.loads(found))

    def settings(self) -> dict[str, Any]:
        """The stack file as data; write changes back with `write_settings`."""
        return cast("dict[str, Any]", yaml.safe_load(self.config_file.read_text(encoding="utf-8")))

    def write_settings(self, content: dict[str, Any]) -> None:
        self.config_file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")

    def wait_for_resources(self, count: int, *, timeout: float = 120) -> None:
        """Returns once the world holds at least `count` resources; AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.world_file.exists() and len(self.world()) >= count:
                return
            time.sleep(0.2)
        raise AssertionError(f"fewer than {count} resources after {timeout} s")


def toolchain(deployment: Deployment, *arguments: str) -> Result:
    """Runs `python -m toolchain ARGUMENTS` (what `make` runs) on the backend and world of this deployment."""
    done = subprocess.run(
        [sys.executable, "-m", "toolchain", *arguments],
        cwd=ROOT,
        env={**deployment.environment, "TOOLCHAIN_STATE": str(deployment.folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Result(done.returncode, done.stdout)


def interrupt(process: subprocess.Popen[str]) -> Result:
    """Ctrl-C: SIGINT to the whole process group, as a terminal sends it."""
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    return Result(process.returncode, output)


def kill(process: subprocess.Popen[str]) -> None:
    """Power cut: SIGKILL to the CLI; the plugins see their engine vanish."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)


def managed(state: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cloud resources of a state: neither components nor providers nor the stack itself."""
    return [each for each in state if each.get("custom") and not each["type"].startswith("pulumi:")]


def made_by_azure(resource_id: str) -> bool:
    """Whether Azure makes a resource by itself: smart detection of Application Insights, an account's own agent host."""
    own = ("@aml_aiagentservice", "/application insights smart detection")
    return resource_id.lower().endswith(own) or "/smartdetectoralertrules/failure anomalies - " in resource_id.lower()
