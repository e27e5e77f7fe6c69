"""Command line of the simulated Azure: serve it, look at the world, change it, compare it, reset it.

One module holds the commands of one purpose; each has a `register` that adds them to the parser.
"""

import argparse
import sys
from collections.abc import Sequence

from simulated_azure.arm.errors import ArmError
from simulated_azure.cli import calibrating, changing, comparing, faults, looking, serving
from simulated_azure.cli.common import BANNER, Commands, Run

__all__ = ["BANNER", "main"]
_MODULES = (serving, looking, comparing, changing, faults, calibrating)


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is 0, 1 for an error answer or a found difference, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    run: Run = options.run
    try:
        return run(options)
    except ArmError as error:
        print(f"error: {error.code}: {error.message}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulated_azure", description=f"{BANNER}.")
    commands = Commands(parser.add_subparsers(required=True, metavar="COMMAND"))
    for module in _MODULES:
        module.register(commands)
    return parser
