"""A provider that does nothing, in the place of azure-native: the floor that the simulated Azure is measured against.

A real plugin (gRPC, a process of its own) that answers Check with the inputs, Diff with no difference and Create with
the outputs that NULL_PROVIDER_ANSWERS (a file: URN -> id and outputs, from a stack's state) holds, or else the inputs.
"""

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer, add_ResourceProviderServicer_to_server

PACKAGE = "azure-native_apimanagement_v20250901preview"
VERSION = "3.29.0"


class NullProvider(ResourceProviderServicer):
    """Answers without thinking."""

    def __init__(self, answers: dict[str, dict[str, Any]]) -> None:
        self.answers = answers

    async def Handshake(self, request: Any, context: Any) -> provider_pb2.ProviderHandshakeResponse:
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    async def GetPluginInfo(self, request: Any, context: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=VERSION)

    async def Parameterize(self, request: Any, context: Any) -> provider_pb2.ParameterizeResponse:
        return provider_pb2.ParameterizeResponse(name=PACKAGE, version=VERSION)

    async def CheckConfig(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    async def DiffConfig(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        return provider_pb2.DiffResponse()

    async def Configure(self, request: Any, context: Any) -> provider_pb2.ConfigureResponse:
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    async def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    async def Diff(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    async def Create(self, request: Any, context: Any) -> provider_pb2.CreateResponse:
        answer = self.answers.get(request.urn)
        if answer is None:
            made = "" if request.preview else request.urn  # before deployment an id is not known
            return provider_pb2.CreateResponse(id=made, properties=as_answered(request.properties))
        properties = Struct()
        properties.update(answer["outputs"])
        return provider_pb2.CreateResponse(id=answer["id"], properties=properties)

    async def Cancel(self, request: Any, context: Any) -> Empty:
        return Empty()


def as_answered(inputs: Struct) -> Struct:
    """Inputs with the one shape that Azure answers differently: user-assigned identities, a list, come as a map."""
    identities = inputs.fields["identity"].struct_value.fields if "identity" in inputs.fields else {}
    if "userAssignedIdentities" in identities:
        asked = [item.string_value for item in identities["userAssignedIdentities"].list_value.values]
        identities["userAssignedIdentities"].struct_value.update({name: {} for name in asked})
    return inputs


async def serve(answers: dict[str, dict[str, Any]]) -> None:
    """Serve until the engine is gone."""
    parent, stopped = os.getppid(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    server = grpc.aio.server(options=[("grpc.max_receive_message_length", -1)])
    add_ResourceProviderServicer_to_server(NullProvider(answers), server)
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    await server.start()
    while os.getppid() == parent and not stopped.is_set():
        try:
            await asyncio.wait_for(stopped.wait(), 1.0)
        except TimeoutError:
            continue
    await server.stop(grace=0.2)


if __name__ == "__main__":
    told = os.environ.get("NULL_PROVIDER_ANSWERS")
    asyncio.run(serve(json.loads(Path(told).read_text(encoding="utf-8")) if told else {}))
