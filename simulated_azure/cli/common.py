"""What all commands share: the banner, the world of the environment, and how a command is added."""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError

if TYPE_CHECKING:
    # The class is generic for type checkers only.
    SubParsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

BANNER = "SIMULATED AZURE - nothing here exists outside this machine"
API_VERSION = "2024-01-01"
"""What the command line itself asks with; the kernel takes any well-formed version."""
Run = Callable[[argparse.Namespace], int]


class Commands:
    """The commands of the parser."""

    def __init__(self, parsers: "SubParsers") -> None:
        self._parsers = parsers

    def add(self, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        """Add a command: its name, what runs it, one line of help. Returns its parser, for arguments."""
        command = self._parsers.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command


def world_path() -> Path:
    """Where the world is: SIMULATED_AZURE_WORLD, else .tools/simulated/world.sqlite below the working folder."""
    return Path(os.environ.get("SIMULATED_AZURE_WORLD") or ".tools/simulated/world.sqlite")


def open_world() -> Azure:
    """The world of the environment: path, SIMULATED_AZURE_TIME_SCALE, SIMULATED_AZURE_STRICT.

    Raises:
        ArmError: when a variable does not hold what it should.
    """
    strict = os.environ.get("SIMULATED_AZURE_STRICT", "1") != "0"
    return Azure.open(world_path(), time_scale=time_scale(), strict=strict)


def time_scale() -> float:
    """SIMULATED_AZURE_TIME_SCALE: real seconds per simulated second; 0.001 when it is not set.

    Raises:
        ArmError: it is no number.
    """
    scale = os.environ.get("SIMULATED_AZURE_TIME_SCALE") or "0.001"
    try:
        return float(scale)
    except ValueError:
        raise ArmError(400, "BadEnvironment", f"SIMULATED_AZURE_TIME_SCALE is {scale!r}; a number is needed.") from None


def json_or_text(text: str) -> Any:
    """The JSON value that a text holds; the text itself when it is no JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
