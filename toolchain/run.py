"""Runs a command whose output matters only while it runs or when it fails."""

import os
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from toolchain.errors import ToolchainError

_TAIL_LINES = 15


def logged(
    command: Sequence[str | Path],
    log: Path,
    *,
    remedy: str,
    on_line: Callable[[str], None] = lambda _line: None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Runs a command, its output going to a log file and, line by line, to `on_line`.

    Args:
        command: program and arguments.
        log: file that receives everything the command prints; truncated first.
        remedy: what the user should do if the command fails.
        on_line: called with each line, for progress.
        env: variables to set on top of the current environment.
        cwd: folder to run in.

    Raises:
        ToolchainError: the command is missing or fails; the message ends with its last lines.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    tail: deque[str] = deque(maxlen=_TAIL_LINES)
    words = [str(word) for word in command]
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )
    except OSError as error:
        message = f"cannot start {words[0]}: {error.strerror}"
        raise ToolchainError(message, remedy) from error
    with process, log.open("w") as out:
        for line in process.stdout or ():
            out.write(line)
            tail.append(line.rstrip())
            on_line(line.rstrip())
    if process.returncode != 0:
        said = "\n".join(f"    {line}" for line in tail)
        message = f"`{' '.join(words[:4])} ...` failed with exit code {process.returncode}:\n{said}"
        raise ToolchainError(message, f"{remedy} The whole output is in {log}.")


def answer(command: Sequence[str | Path], *, timeout: float = 30, env: Mapping[str, str] | None = None) -> str | None:
    """What a short command prints on standard output, or None if it is missing, fails or takes too long (seconds)."""
    try:
        result = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            env={**os.environ, **(env or {})},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() if result.returncode == 0 else None
