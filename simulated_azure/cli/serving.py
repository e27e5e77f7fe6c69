"""Commands that serve the world to others."""

import argparse
import logging
import sys
from pathlib import Path

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.facts import SUBSCRIPTION_ID
from simulated_azure.cli.common import BANNER, Commands, open_world, world_path
from simulated_azure.coverage.plain import Stored
from simulated_azure.coverage.sentence import LIST, sentence

_PORT = 8443


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    commands.add("provider", _provider, "serve the Pulumi provider (the engine starts it)").add_argument(
        "rest", nargs=argparse.REMAINDER, help="what the engine passes"
    )
    serve = commands.add("serve", _serve, "serve Azure Resource Manager over HTTPS on 127.0.0.1")
    serve.add_argument("--port", type=int, default=_PORT, help=f"0 takes any free one; default {_PORT}")


def _serve(options: argparse.Namespace) -> int:
    # The server and its certificates are needed by nothing else, and the provider must start fast.
    from simulated_azure.rest.server import serve

    azure = open_world()
    log = world_path().with_suffix(".log")
    logging.basicConfig(filename=log, level=logging.ERROR, format="%(asctime)s %(process)d %(message)s")
    try:
        serve(azure, tls_folder(), port=options.port, started=_say_started, unmodelled=_say_unmodelled)
    except OSError as error:
        raise ArmError(500, "CannotServe", f"Port {options.port} on 127.0.0.1: {error.strerror}.") from None
    finally:
        azure.close()
    return 0


def tls_folder() -> Path:
    """Where the authority that clients must trust lies: beside the world."""
    return world_path().parent / "tls"


def _say_started(port: int, authority: Path) -> None:
    print(f"{BANNER}\n")
    print(f"endpoint      https://localhost:{port}")
    print(f"subscription  {SUBSCRIPTION_ID}")
    print(f"authority     {authority.resolve()} (REQUESTS_CA_BUNDLE, SSL_CERT_FILE, curl --cacert)")
    print("token         any bearer token\n\nCtrl-C ends it.")
    sys.stdout.flush()


def _say_unmodelled(stored: Stored) -> None:
    print(f"\nWarning, once: {sentence(stored)} All there is: {LIST}.", flush=True)


def _provider(options: argparse.Namespace) -> int:
    # The provider needs gRPC and the SDK; the other commands must start without them.
    from simulated_azure.provider.main import serve

    serve(options.rest)
    return 0
