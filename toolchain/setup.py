"""`make setup`: everything that a checkout needs, once; nothing the second time."""

from toolchain import cli, environment, files, plugins, virtualenv
from toolchain.console import say
from toolchain.layout import Layout


def setup(layout: Layout) -> None:
    """Makes the virtual environment, gets a CLI and installs the simulated Azure. Does only what is missing.

    Raises:
        ToolchainError: something cannot be had; says what to do.
    """
    choice = cli.current(layout)
    found = choice is not None
    if choice is None or not virtualenv.ready(layout):
        with files.workspace(layout.tools) as scratch:
            if not virtualenv.ready(layout):
                virtualenv.ensure(layout)
            choice = cli.current(layout) or cli.ensure(layout, scratch)
    virtualenv.link_policy_pack(layout)
    plugins.ensure_azure_native(layout)
    environment.ensure_stack(layout, environment.simulated(layout))
    say(f"ready: Pulumi {choice.version}" + ("" if found else f", {choice.why}"))
