"""The plugin itself over gRPC: handshake, configuration, parameterisation. Resources are in servicer.py."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import os
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from simulated_azure.catalogue import introspect, previews
from simulated_azure.catalogue.catalogue import id_templates
from simulated_azure.provider.client import ArmClient
from simulated_azure.provider.engine_log import EngineLog
from simulated_azure.provider.lifecycle import Lifecycle
from simulated_azure.provider.package_schema import package_schema
from simulated_azure.provider.unmodelled import Unmodelled
from simulated_azure.provider.values import from_struct, is_unknown

VERSION = "3.29.0"
BANNER = "simulated Azure: nothing here reaches Microsoft"

Context = grpc.aio.ServicerContext[Any, Any]


class PluginServicer(ResourceProviderServicer):
    """What every provider plugin answers.

    Args:
        client: Client of the simulated ARM.
        log: Where messages to the user go.
        unmodelled: Takes note of what is written without a rule.
    """

    def __init__(self, client: ArmClient, log: EngineLog, unmodelled: Unmodelled) -> None:
        self._client = client
        self._log = log
        self._unmodelled = unmodelled
        self._config: dict[str, str] = {}
        self._package = introspect.PACKAGE
        self._lifecycle: Lifecycle | None = None
        self._subscription_id = ""

    async def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: Context
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Learn where the engine listens."""
        self._log.connect(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    async def Attach(self, request: plugin_pb2.PluginAttach, context: Context) -> Empty:
        """Learn where the engine listens (debugging)."""
        self._log.connect(request.address)
        return Empty()

    async def GetPluginInfo(self, request: Empty, context: Context) -> plugin_pb2.PluginInfo:
        """Version of the provider that this one stands in for."""
        return plugin_pb2.PluginInfo(version=VERSION)

    async def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: Context
    ) -> provider_pb2.GetSchemaResponse:
        """Names of what is modelled; the full schema is the real provider's."""
        schema = await asyncio.to_thread(package_schema, self._package, VERSION, BANNER)
        return provider_pb2.GetSchemaResponse(schema=schema)

    async def GetMapping(
        self, request: provider_pb2.GetMappingRequest, context: Context
    ) -> provider_pb2.GetMappingResponse:
        """No mappings from other tools."""
        return provider_pb2.GetMappingResponse()

    async def GetMappings(
        self, request: provider_pb2.GetMappingsRequest, context: Context
    ) -> provider_pb2.GetMappingsResponse:
        """No mappings from other tools."""
        return provider_pb2.GetMappingsResponse()

    async def Parameterize(
        self, request: provider_pb2.ParameterizeRequest, context: Context
    ) -> provider_pb2.ParameterizeResponse:
        """Become the package of one module at one API version."""
        try:
            module, version = _parameters(request)
            previews.api_version(version)
        except (ValueError, KeyError, binascii.Error) as error:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"cannot parameterise azure-native: {error}")
        if not any(token.startswith(f"{module}:") for token in id_templates()):
            reason = f"the simulated Azure does not model module '{module}'"
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, reason)
        self._package = previews.package_name(module, version)
        return provider_pb2.ParameterizeResponse(name=self._package, version=VERSION)

    async def CheckConfig(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """Take the configuration as it is."""
        return provider_pb2.CheckResponse(inputs=request.news)

    async def DiffConfig(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        """A changed configuration replaces nothing."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    async def Configure(
        self, request: provider_pb2.ConfigureRequest, context: Context
    ) -> provider_pb2.ConfigureResponse:
        """Settle subscription and default location; greet the user."""
        self._config = {key.removeprefix("azure-native:config:"): value for key, value in request.variables.items()} | {
            key: str(value) for key, value in from_struct(request.args).items() if not is_unknown(value)
        }
        identity = await self._client.identity()
        configured = self._config.get("subscriptionId") or os.environ.get("ARM_SUBSCRIPTION_ID", "")
        self._subscription_id = configured or identity["subscriptionId"]
        self._lifecycle = Lifecycle(self._client, self._subscription_id, self._unmodelled.note)
        if self._package == introspect.PACKAGE:
            await self._log.info(BANNER)
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    async def Cancel(self, request: Empty, context: Context) -> Empty:
        """Stop waiting for Azure."""
        self._client.cancel()
        return Empty()


def _parameters(request: provider_pb2.ParameterizeRequest) -> tuple[str, str]:
    """Module and version, from the command line or from what an SDK carries (base64 of JSON)."""
    if request.HasField("value"):
        stored = json.loads(base64.b64decode(request.value.value))
        return stored["module"], stored["version"]
    arguments = list(request.args.args)
    if len(arguments) != 2:
        raise ValueError(f"expected module and API version, got {len(arguments)} arguments")
    version = arguments[1] if arguments[1].startswith("v") else "v" + arguments[1].replace("-", "")
    return arguments[0], version
