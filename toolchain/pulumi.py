"""Starts the Pulumi CLI for the user: its own output, its own exit code, and a Ctrl-C that reaches it exactly once."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from toolchain.errors import ToolchainError
from toolchain.layout import STACK, Layout


@dataclass(frozen=True)
class Cli:
    """The CLI in one environment.

    Attributes:
        layout: the checkout; commands run in its root.
        env: variables on top of the process's own, see `environment.simulated`.
        stack: name of the stack.
    """

    layout: Layout
    env: Mapping[str, str]
    stack: str = STACK

    def run(self, *arguments: str) -> int:
        """Runs `pulumi <arguments>` on the stack in the foreground and returns its exit code."""
        command = [str(self.layout.pulumi), *arguments, "--stack", self.stack]
        # On a terminal Ctrl-C reaches the whole process group, CLI included; elsewhere only us, and we pass it on.
        # Twice would tell the CLI to drop everything.
        terminal = sys.stdin.isatty()
        if not terminal:
            command.append("--non-interactive")
        process = subprocess.Popen(
            command, cwd=self.layout.program, env={**os.environ, **self.env}, process_group=None if terminal else 0
        )
        with _passing_on(process, () if terminal else (signal.SIGINT,)):
            return process.wait()

    def read(self, *arguments: str) -> Any:
        """Runs a `pulumi` command that prints JSON and returns it.

        Raises:
            ToolchainError: the command fails.
        """
        return json.loads(self.output(*arguments))

    def output(self, *arguments: str) -> str:
        """Runs a `pulumi` command on the stack and returns what it prints on standard output.

        Raises:
            ToolchainError: the command fails.
        """
        result = subprocess.run(
            [str(self.layout.pulumi), *arguments, "--stack", self.stack, "--non-interactive"],
            cwd=self.layout.program,
            env={**os.environ, **self.env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise ToolchainError(
                f"`pulumi {' '.join(arguments)}` failed: {result.stderr.strip()}",
                'look at the stack with `eval "$(make env)"` and `pulumi stack`',
            )
        return result.stdout

    def simulated_azure(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `python -m simulated_azure <arguments>` in the same world."""
        return subprocess.run(
            [str(self.layout.python), "-P", "-m", "simulated_azure", *arguments],
            cwd=self.layout.root,
            env={**os.environ, **self.env, "PYTHONPATH": str(self.layout.root)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def backend(self) -> Path:
        """Folder of the file backend."""
        return Path(self.env["SIMULATED_AZURE_WORLD"]).parent / "state" / ".pulumi"


@contextmanager
def _passing_on(process: subprocess.Popen[bytes], forwarded: Sequence[signal.Signals]) -> Generator[None, None, None]:
    """While the CLI runs we live on through SIGINT, and pass on what would not reach it by itself."""

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT or signal.SIGINT in forwarded:
            process.send_signal(number)

    former = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
