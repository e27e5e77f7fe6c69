"""Command line: `python -m toolchain <command>`; the Makefile has a target for each."""

import argparse
import sys

from toolchain import environment, layout
from toolchain.console import say
from toolchain.errors import ToolchainError
from toolchain.setup import setup


def _env(_arguments: argparse.Namespace) -> int:
    here = layout.checkout()
    setup(here)
    sys.stdout.write(environment.exports(environment.simulated(here)))
    return 0


def _setup(_arguments: argparse.Namespace) -> int:
    setup(layout.checkout())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m toolchain", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser("setup", help="install what is missing").set_defaults(run=_setup)
    commands.add_parser("env", help='print shell lines for eval "$(make env)"').set_defaults(run=_env)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs a command and returns the exit code; a user's problem is told without a traceback."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except ToolchainError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; run the same command again, it continues")
        return 130


if __name__ == "__main__":
    sys.exit(main())
