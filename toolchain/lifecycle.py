"""The commands behind `make up`, `preview`, `refresh`, `destroy` and `policy`: always the simulated Azure."""

from collections.abc import Sequence

from toolchain import arm as template
from toolchain import environment, state, summary, teardown
from toolchain import policy as results
from toolchain.console import say
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.pulumi import Cli
from toolchain.setup import setup
from toolchain.state import Deployment

_PACK = ("--policy-pack", "policy_pack")


def prepare(layout: Layout) -> Cli:
    """Installs what is missing and returns the CLI on the simulated Azure.

    Raises:
        ToolchainError: something cannot be installed.
    """
    setup(layout)
    return Cli(layout, environment.simulated(layout))


def up(layout: Layout, extra: Sequence[str] = ()) -> int:
    """Builds the landing zone with the policy pack on, then says what is there."""
    cli = prepare(layout)
    _refuse_after_kill(cli)
    teardown.next_incarnation(cli, extra)
    code = cli.run("up", "--yes", *_PACK, *extra)
    if code == 0:
        say(summary.built(Deployment.load(cli)))
    else:
        say("not finished; the state is sound: `make up` continues where it stopped" if _sound(cli) else _AFTER_KILL)
    return code


def preview(layout: Layout, extra: Sequence[str] = ()) -> int:
    """Shows what `up` would do, policy pack on; exits non-zero if a mandatory rule is broken."""
    return prepare(layout).run("preview", *_PACK, *extra)


def refresh(layout: Layout, extra: Sequence[str] = ()) -> int:
    """Brings the state in line with what is really there."""
    cli = prepare(layout)
    _refuse_after_kill(cli)
    return cli.run("refresh", "--yes", *extra)


def destroy(layout: Layout, extra: Sequence[str] = ()) -> int:
    """Deletes what `up` built and lists what Azure would keep soft-deleted."""
    cli = prepare(layout)
    _refuse_after_kill(cli)
    return teardown.destroy(cli, extra)


def policy(layout: Layout, extra: Sequence[str] = ()) -> int:
    """Judges the deployed state (with `--preview` the program) by the pack and writes the reports."""
    return results.policy(prepare(layout), extra)


def arm(layout: Layout, extra: Sequence[str] = ()) -> int:
    """Writes the planned resources as an ARM template for other scanners."""
    return template.arm(prepare(layout), extra)


_AFTER_KILL = "a former run was killed: `make recover` shows what is in doubt and repairs it"


def _refuse_after_kill(cli: Cli) -> None:
    """A run on top of a killed one would stop at the lock, or later at a resource that exists already."""
    if any(lock.held() for lock in state.locks(cli)):
        raise ToolchainError("another run works on this stack", "wait for it, or end it with Ctrl-C")
    if not _sound(cli):
        raise ToolchainError("a former run was killed", "`make recover` shows what is in doubt and repairs it")


def _sound(cli: Cli) -> bool:
    return not state.locks(cli) and not any(p.kind == "creating" for p in Deployment.load(cli).pending)
