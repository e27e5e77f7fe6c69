"""A world of a few lines for the provider's own tests, and a context that records what the engine would see."""

import asyncio
import copy
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2, status_pb2

from simulated_azure.arm.errors import ArmError
from simulated_azure.provider.client import ArmClient
from simulated_azure.provider.engine_log import EngineLog
from simulated_azure.provider.servicer import AzureNativeServicer
from simulated_azure.provider.unmodelled import Unmodelled
from simulated_azure.provider.values import from_struct, to_struct

SUBSCRIPTION = "00000000-0000-0000-0000-00000000abcd"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"


@dataclass(frozen=True)
class FakeOperation:
    id: str
    resource_id: str
    ends_at: float


@dataclass
class FakeWorld:
    """Keeps bodies as they were put, adds what `completed` says, fails as scripted."""

    subscription_id: str = SUBSCRIPTION
    tenant_id: str = "00000000-0000-0000-0000-00000000000a"
    client_id: str = "00000000-0000-0000-0000-00000000000b"
    object_id: str = "00000000-0000-0000-0000-00000000000c"
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    refusals: list[ArmError] = field(default_factory=list)
    outcome: ArmError | bool = True
    duration: float = 0.0
    accepted: threading.Event = field(default_factory=threading.Event)
    completed: Callable[[dict[str, Any]], dict[str, Any]] = dict

    def begin_put(self, resource_id: str, body: dict[str, Any], *, api_version: str) -> FakeOperation:
        self.calls.append(("PUT", resource_id, copy.deepcopy(body)))
        if self.refusals:
            raise self.refusals.pop(0)
        self.accepted.set()
        name = resource_id.rsplit("/", 1)[-1]
        self.bodies[resource_id.lower()] = self.completed({"id": resource_id, "name": name, **copy.deepcopy(body)})
        return FakeOperation("op", resource_id, time.time() + self.duration)

    def begin_delete(self, resource_id: str, *, api_version: str) -> FakeOperation:
        self.calls.append(("DELETE", resource_id, None))
        if self.refusals:
            raise self.refusals.pop(0)
        if self.bodies.pop(resource_id.lower(), None) is None:
            raise ArmError(404, "ResourceNotFound", "gone")
        return FakeOperation("op", resource_id, time.time() + self.duration)

    def poll(self, operation_id: str) -> ArmError | bool:
        return self.outcome

    def answer(self, resource_id: str, *, api_version: str) -> dict[str, Any]:
        return self.get(resource_id, api_version=api_version)

    def get(self, resource_id: str, *, api_version: str) -> dict[str, Any]:
        self.calls.append(("GET", resource_id, api_version))
        if resource_id.lower() not in self.bodies:
            raise ArmError(404, "ResourceNotFound", f"{resource_id} not found")
        return copy.deepcopy(self.bodies[resource_id.lower()])

    def action(self, resource_id: str, action: str, body: dict[str, Any], *, api_version: str) -> dict[str, Any]:
        self.calls.append(("POST", f"{resource_id}/{action}", body))
        return {"keys": [{"keyName": "key1", "value": "sample"}]}

    def register(self, namespace: str) -> bool:
        self.calls.append(("REGISTER", namespace, None))
        return True

    def close(self) -> None:
        self.calls.append(("CLOSE", "", None))

    def puts(self) -> list[dict[str, Any]]:
        return [body for verb, _, body in self.calls if verb == "PUT"]


class AbortedError(Exception):
    """What a client of gRPC would see."""

    def __init__(self, code: grpc.StatusCode, details: str, metadata: Any) -> None:
        super().__init__(details)
        self.code, self.details, self.metadata = code, details, dict(metadata)

    def init_failure(self) -> provider_pb2.ErrorResourceInitFailed | None:
        if "grpc-status-details-bin" not in self.metadata:
            return None
        status = status_pb2.Status.FromString(self.metadata["grpc-status-details-bin"])
        detail = provider_pb2.ErrorResourceInitFailed()
        assert status.details[0].Unpack(detail)
        return detail


class Context:
    async def abort(self, code, details="", trailing_metadata=()):
        raise AbortedError(code, details, trailing_metadata)


class Engine:
    """Talks to a servicer as the engine does, in Python values."""

    def __init__(self, world: FakeWorld, folder: Path, *, strict: bool = True) -> None:
        self.world = world
        self.client = ArmClient(lambda: world, time_scale=0.0)
        self.log = EngineLog()
        self.unmodelled = Unmodelled(folder / "world.sqlite", self.log)
        self.servicer = AzureNativeServicer(self.client, self.log, self.unmodelled, strict=strict)
        self.context: Any = Context()

    @staticmethod
    def urn(token: str, name: str = "thing") -> str:
        return f"urn:pulumi:dev::project::my:index:Parent${token}::{name}"

    async def configure(self, **config: str) -> None:
        variables = {f"azure-native:config:{key}": value for key, value in config.items()}
        await self.servicer.Configure(provider_pb2.ConfigureRequest(variables=variables), self.context)

    async def check(self, token: str, news: dict[str, Any], olds: dict[str, Any] | None = None, **more: Any):
        request = provider_pb2.CheckRequest(
            urn=self.urn(token), news=to_struct(news), olds=to_struct(olds or {}), randomSeed=b"seed", **more
        )
        answer = await self.servicer.Check(request, self.context)
        return from_struct(answer.inputs), [failure.reason for failure in answer.failures]

    async def diff(self, token: str, old: dict[str, Any], new: dict[str, Any], state: dict[str, Any] | None = None):
        request = provider_pb2.DiffRequest(
            urn=self.urn(token), old_inputs=to_struct(old), news=to_struct(new), olds=to_struct(state or {})
        )
        return await self.servicer.Diff(request, self.context)

    async def create(self, token: str, inputs: dict[str, Any], *, preview: bool = False):
        request = provider_pb2.CreateRequest(urn=self.urn(token), properties=to_struct(inputs), preview=preview)
        answer = await self.servicer.Create(request, self.context)
        return answer.id, from_struct(answer.properties)

    async def update(self, token: str, inputs: dict[str, Any], state: dict[str, Any], *, preview: bool = False):
        request = provider_pb2.UpdateRequest(
            urn=self.urn(token), news=to_struct(inputs), olds=to_struct(state), preview=preview
        )
        return from_struct((await self.servicer.Update(request, self.context)).properties)

    async def delete(self, token: str, resource_id: str, inputs: dict[str, Any] | None = None) -> None:
        request = provider_pb2.DeleteRequest(id=resource_id, urn=self.urn(token), old_inputs=to_struct(inputs or {}))
        await self.servicer.Delete(request, self.context)

    async def read(self, token: str, resource_id: str, inputs: dict[str, Any] | None, state: dict[str, Any]):
        request = provider_pb2.ReadRequest(id=resource_id, urn=self.urn(token), properties=to_struct(state))
        if inputs is not None:
            request.inputs.CopyFrom(to_struct(inputs))
        answer = await self.servicer.Read(request, self.context)
        return answer.id, from_struct(answer.properties), from_struct(answer.inputs)

    async def invoke(self, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        request = provider_pb2.InvokeRequest(tok=token, args=to_struct(arguments))
        return from_struct(getattr(await self.servicer.Invoke(request, self.context), "return"))


@pytest.fixture
def world() -> FakeWorld:
    return FakeWorld()


@pytest.fixture
async def engine(world: FakeWorld, tmp_path: Path) -> AsyncIterator[Engine]:
    talking = Engine(world, tmp_path)
    await talking.configure(location="swedencentral")
    yield talking
    await asyncio.wait_for(talking.client.close(), 5)
