"""Messages to the person at the terminal, through the engine."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol, cast

import grpc
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.proto.engine_pb2_grpc import EngineStub


class _Engine(Protocol):
    """The part of the engine's service that we call, as its asynchronous stub offers it."""

    def Log(self, request: engine_pb2.LogRequest, *, timeout: float) -> Awaitable[object]: ...


class EngineLog:
    """Writes to the engine's log; silent until it knows the engine's address.

    Args:
        address: host:port of the engine, '' when not known yet.
    """

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._said: set[str] = set()

    def connect(self, address: str) -> None:
        """Use the engine at this address from now on."""
        self._address = address or self._address

    @property
    def address(self) -> str:
        """host:port of the engine, '' when not known."""
        return self._address

    async def info(self, message: str) -> None:
        """Show a message, once in the life of this process."""
        await self._say(message, engine_pb2.INFO)

    async def warning(self, message: str) -> None:
        """Show a warning, once in the life of this process."""
        await self._say(message, engine_pb2.WARNING)

    async def _say(self, message: str, severity: engine_pb2.LogSeverity.ValueType) -> None:
        if not self._address or message in self._said:
            return
        self._said.add(message)
        async with grpc.aio.insecure_channel(self._address) as channel:
            stub = cast("_Engine", EngineStub(channel))
            try:
                await stub.Log(engine_pb2.LogRequest(severity=severity, message=message), timeout=5)
            except grpc.aio.AioRpcError:
                return  # an engine that does not take logs (schema export) is no reason to fail
