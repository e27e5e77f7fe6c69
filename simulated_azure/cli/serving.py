"""Commands that serve the world to others."""

import argparse

from simulated_azure.cli.common import Commands


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    commands.add("provider", _provider, "serve the Pulumi provider (the engine starts it)").add_argument(
        "rest", nargs=argparse.REMAINDER, help="what the engine passes"
    )


def _provider(options: argparse.Namespace) -> int:
    # The provider needs gRPC and the SDK; the other commands must start without them.
    from simulated_azure.provider.main import serve

    serve(options.rest)
    return 0
