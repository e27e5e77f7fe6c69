"""Starts the plugin: prints its port, serves until the engine is gone."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import grpc
from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

from simulated_azure.arm.azure import Azure
from simulated_azure.provider.client import ArmClient
from simulated_azure.provider.engine_log import EngineLog
from simulated_azure.provider.servicer import AzureNativeServicer
from simulated_azure.provider.unmodelled import Unmodelled

_MAX_MESSAGE = 400 * 1024 * 1024  # what the engine allows
_PARENT_CHECK = 1.0  # seconds
_RARELY = (50_000, 20, 100)


def serve(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Serve the azure-native provider until the engine that started it goes away.

    Args:
        arguments: What the engine passes to a plugin: its own address, and flags.
        environment: SIMULATED_AZURE_WORLD (path of the world, required), SIMULATED_AZURE_TIME_SCALE (real seconds per
            simulated second, default 0.001), SIMULATED_AZURE_STRICT (1 or 0, default 1).

    Returns:
        Exit code: 0, or 2 when the environment names no world.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    environment = os.environ if environment is None else environment
    world = environment.get("SIMULATED_AZURE_WORLD", "")
    if not world:
        sys.stderr.write("simulated Azure: set SIMULATED_AZURE_WORLD to the file of the world (`make env` does)\n")
        return 2
    engine = next((argument for argument in reversed(arguments) if ":" in argument and argument[0] != "-"), "")
    # The SDK's modules are a hundred thousand objects that live as long as the process: looking for garbage among them
    # takes as long as a third of the imports.
    gc.freeze()
    gc.set_threshold(*_RARELY)
    asyncio.run(_serve(Path(world), engine, environment))
    return 0


async def _serve(world: Path, engine: str, environment: Mapping[str, str]) -> None:
    parent = os.getppid()
    stopped = asyncio.Event()
    # A plugin has a process group of its own, so SIGINT is no Ctrl-C: the engine sends it when it closes the plugin,
    # and waits five seconds for a process that does not go.
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    world.parent.mkdir(parents=True, exist_ok=True)
    _keep_tracebacks_from_the_terminal(world.with_suffix(".log"))
    time_scale = float(environment.get("SIMULATED_AZURE_TIME_SCALE", "0.001"))
    strict = environment.get("SIMULATED_AZURE_STRICT", "1") != "0"
    client = ArmClient(lambda: Azure.open(world, time_scale=time_scale, strict=strict), time_scale=time_scale)
    server = grpc.aio.server(
        options=[("grpc.max_receive_message_length", _MAX_MESSAGE), ("grpc.max_send_message_length", _MAX_MESSAGE)]
    )
    log = EngineLog(engine)
    unmodelled = Unmodelled(world, log)
    servicer = AzureNativeServicer(client, log, unmodelled, strict=strict)
    add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while os.getppid() == parent and not stopped.is_set():
        try:
            await asyncio.wait_for(stopped.wait(), _PARENT_CHECK)
        except TimeoutError:
            continue
    # The engine has ended the run but still listens: it closes its log after its plugins.
    await unmodelled.tell()
    client.cancel()
    await server.stop(grace=0.2)
    await client.close()


def _keep_tracebacks_from_the_terminal(path: Path) -> None:
    """Errors of our own go to a file beside the world: the engine would show them to the user line by line."""
    handler = logging.FileHandler(path, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.ERROR)
