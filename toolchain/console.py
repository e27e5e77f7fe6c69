"""Progress on standard error: standard output belongs to what a command prints for others to read."""

import sys
import threading
import time
from types import TracebackType
from typing import Self, TextIO

from toolchain.errors import ToolchainError

_TERMINAL_INTERVAL = 0.2
_LOG_INTERVAL = 15.0
_QUIET_SECONDS = 2.0


def say(text: str) -> None:
    """Prints one line of progress."""
    print(text, file=sys.stderr, flush=True)


def agreed(command: str) -> bool:
    """Asks on the terminal whether to go ahead.

    Raises:
        ToolchainError: there is no terminal; `command` with ARGS=--yes does not ask.
    """
    if not sys.stdin.isatty():
        raise ToolchainError("there is no terminal to ask on", f"run `{command} ARGS=--yes` to go ahead")
    sys.stderr.write("go ahead? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def duration(seconds: float) -> str:
    """Minutes and seconds, e.g. `0:07`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Step:
    """A piece of work that tells how far it is once it lasts longer than 2 seconds.

    On a terminal one line is rewritten; elsewhere a line comes every 15 seconds. `update` may be called at any rate.
    """

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._detail = ""
        self._started = time.monotonic()
        self._shown = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def update(self, detail: str) -> None:
        """Says what is going on right now, e.g. `312 of 1,480 packages`."""
        self._detail = detail

    def line(self) -> str:
        """The line as it would be shown now."""
        detail = f" - {self._detail}" if self._detail else ""
        return f"{self._label}{detail} ({duration(time.monotonic() - self._started)})"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()
        if self._shown or kind is None:
            self._detail = "" if kind is None else "stopped"
            self._write(self.line(), last=True)

    def _tick(self) -> None:
        wait = _QUIET_SECONDS
        while not self._stop.wait(wait):
            self._shown = True
            self._write(self.line() + " ...", last=False)
            wait = _TERMINAL_INTERVAL if self._terminal else _LOG_INTERVAL

    def _write(self, text: str, *, last: bool) -> None:
        if self._terminal:
            self._stream.write(f"\r\x1b[2K{text[:118]}" + ("\n" if last else ""))
        else:
            self._stream.write(text + "\n")
        self._stream.flush()
