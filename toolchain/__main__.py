"""Command line: `python -m toolchain <command>`; the Makefile has a target for each."""

import argparse
import sys
from collections.abc import Callable, Sequence

from toolchain import adopt, environment, layout, lifecycle, purge, recover, smoke
from toolchain.console import say
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.setup import setup

_Command = Callable[[Layout, argparse.Namespace, Sequence[str]], int]


def _setup(here: Layout, _arguments: argparse.Namespace, _extra: Sequence[str]) -> int:
    setup(here)
    return 0


def _env(here: Layout, _arguments: argparse.Namespace, _extra: Sequence[str]) -> int:
    setup(here)
    sys.stdout.write(environment.exports(environment.simulated(here)))
    return 0


def _recover(here: Layout, arguments: argparse.Namespace, extra: Sequence[str]) -> int:
    return recover.recover(here, extra, yes=arguments.yes)


def _adopt(here: Layout, arguments: argparse.Namespace, extra: Sequence[str]) -> int:
    return adopt.adopt(here, extra, yes=arguments.yes)


def _purge(here: Layout, arguments: argparse.Namespace, extra: Sequence[str]) -> int:
    return purge.purge(here, extra, yes=arguments.yes)


def _smoke(here: Layout, arguments: argparse.Namespace, _extra: Sequence[str]) -> int:
    given = smoke.Options(arguments.subscription, arguments.location, arguments.confirm, arguments.gateway)
    return smoke.smoke(here, given)


def _pulumi(command: Callable[[Layout, Sequence[str]], int]) -> _Command:
    return lambda here, _arguments, extra: command(here, extra)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m toolchain", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, text: str, run: _Command) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        command.set_defaults(run=run, passes_on=run not in own)
        return command

    own: tuple[_Command, ...] = (_setup, _env, _smoke)
    add("setup", "install what is missing", _setup)
    add("env", 'print shell lines for eval "$(make env)"', _env)
    add("up", "build the landing zone on the simulated Azure", _pulumi(lifecycle.up))
    add("preview", "show what `up` would do", _pulumi(lifecycle.preview))
    add("refresh", "bring the state in line with what is there", _pulumi(lifecycle.refresh))
    add("destroy", "delete what `up` built", _pulumi(lifecycle.destroy))
    add("policy", "judge deployed state, or with --preview the program, by the policy pack", _pulumi(lifecycle.policy))
    add("arm", "write the planned resources as an ARM template", _pulumi(lifecycle.arm))
    for name, text, run in (
        ("purge", "free the names that soft delete holds of this stack", _purge),
        ("recover", "repair the stack after a killed run", _recover),
        ("adopt", "take over what exists and is not in the state", _adopt),
    ):
        add(name, text, run).add_argument("--yes", action="store_true", help="do not ask")
    on_azure = add("smoke", "record a cheap set of resources on a REAL subscription", _smoke)
    for name, text in smoke.FLAGS.items():
        on_azure.add_argument(f"--{name}", default=getattr(smoke.Options(), name), help=text)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit code; a user's problem is told without a traceback."""
    parser = _parser()
    arguments, extra = parser.parse_known_args(argv)
    if extra and not arguments.passes_on:
        parser.error(f"unknown arguments: {' '.join(extra)}")
    try:
        return int(arguments.run(layout.checkout(), arguments, extra))
    except ToolchainError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; run the same command again, it continues")
        return 130


if __name__ == "__main__":
    sys.exit(main())
