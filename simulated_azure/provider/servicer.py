"""The gRPC face: unpacks requests, calls the lifecycle, packs answers. All behaviour lies elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, status_pb2

from simulated_azure.arm.errors import ArmError
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.catalogue.schema import ResourceType, UnmodelledTypeError
from simulated_azure.provider import check, convert, diff, functions, naming
from simulated_azure.provider.client import AlreadyExistsError, ArmClient, CancelledByUserError, describe
from simulated_azure.provider.engine_log import EngineLog
from simulated_azure.provider.lifecycle import Lifecycle, PartlyDoneError
from simulated_azure.provider.plugin import Context, PluginServicer
from simulated_azure.provider.unmodelled import Unmodelled
from simulated_azure.provider.values import UNKNOWN, from_struct, is_unknown, to_struct

_RESOURCES_API = "2020-10-01"
_KINDS = provider_pb2.PropertyDiff.Kind
_DIFF_KINDS = {
    ("add", False): _KINDS.ADD,
    ("add", True): _KINDS.ADD_REPLACE,
    ("delete", False): _KINDS.DELETE,
    ("delete", True): _KINDS.DELETE_REPLACE,
    ("update", False): _KINDS.UPDATE,
    ("update", True): _KINDS.UPDATE_REPLACE,
}

T = TypeVar("T")


class AzureNativeServicer(PluginServicer):
    """The azure-native provider 3.29.0 as the engine sees it.

    Args:
        client: Client of the simulated ARM.
        log: Where messages to the user go.
        unmodelled: Takes note of what is written without a rule.
        strict: Refuse unknown properties instead of dropping them.
    """

    def __init__(self, client: ArmClient, log: EngineLog, unmodelled: Unmodelled, *, strict: bool) -> None:
        super().__init__(client, log, unmodelled)
        self._strict = strict
        self._group_locations: dict[str, str] = {}
        self._types: dict[str, ResourceType] = {}

    # ------------------------------------------------------------------------------------------------------ resources
    async def Check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """Fill in names and locations, then validate."""
        resource = await self._resource(request.urn, context)
        olds, news = from_struct(request.olds), from_struct(request.news)
        naming.apply_name(
            resource,
            news,
            olds,
            logical_name=request.urn.rsplit("::", 1)[-1],
            seed=request.randomSeed,
            auto_naming=_auto_naming(request),
        )
        if "location" in resource.inputs.properties and "location" not in news and resource.behaviour.auto_location:
            location = await self._default_location(olds, news)
            if location is not None:
                news["location"] = location
        news.setdefault("azureApiVersion", resource.api_version)
        reasons = check.failures(resource, news, strict=self._strict)
        found = [provider_pb2.CheckFailure(reason=reason) for reason in reasons]
        return provider_pb2.CheckResponse(inputs=to_struct(news), failures=found)

    async def Diff(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:
        """Compare the inputs of the last deployment with those of now."""
        resource = await self._resource(request.urn, context)
        old, new = from_struct(request.old_inputs), from_struct(request.news)
        state = from_struct(request.olds)
        if "azureApiVersion" not in old and "azureApiVersion" in state:
            old["azureApiVersion"] = state["azureApiVersion"]
        changes = diff.detailed_diff(resource, old, new, state)
        replaces = sorted(path for path, change in changes.items() if change.replaces)
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changes else provider_pb2.DiffResponse.DIFF_NONE,
            replaces=replaces,
            diffs=sorted({path.split(".")[0].split("[")[0] for path in changes}),
            # A name that the program chose is taken until the old resource is gone.
            deleteBeforeReplace=bool(replaces) and old.get(naming.CREATE_BEFORE_DELETE) is not True,
            detailedDiff={
                path: provider_pb2.PropertyDiff(kind=_DIFF_KINDS[change.kind, change.replaces], inputDiff=True)
                for path, change in changes.items()
            },
            hasDetailedDiff=bool(changes),
        )

    async def Create(self, request: provider_pb2.CreateRequest, context: Context) -> provider_pb2.CreateResponse:
        """Create, or tell what a create would give."""
        resource = await self._resource(request.urn, context)
        inputs = from_struct(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=to_struct(convert.preview(resource, inputs)))
        lifecycle = self._ready()
        stored = await self._guarded(context, lambda: lifecycle.create(resource, inputs), request.properties)
        return provider_pb2.CreateResponse(id=stored.resource_id, properties=to_struct(stored.outputs))

    async def Update(self, request: provider_pb2.UpdateRequest, context: Context) -> provider_pb2.UpdateResponse:
        """Update, or tell what an update would give."""
        resource = await self._resource(request.urn, context)
        inputs, state = from_struct(request.news), from_struct(request.olds)
        if request.preview:
            stable = {name: state[name] for name in ("name", "location") if name in state}
            return provider_pb2.UpdateResponse(properties=to_struct(convert.preview(resource, inputs) | stable))
        lifecycle = self._ready()
        stored = await self._guarded(context, lambda: lifecycle.update(resource, inputs, state), request.news)
        return provider_pb2.UpdateResponse(properties=to_struct(stored.outputs))

    async def Delete(self, request: provider_pb2.DeleteRequest, context: Context) -> Empty:
        """Delete."""
        resource = await self._resource(request.urn, context)
        inputs = from_struct(request.old_inputs)
        lifecycle = self._ready()
        await self._guarded(context, lambda: lifecycle.delete(resource, request.id, inputs))
        return Empty()

    async def Read(self, request: provider_pb2.ReadRequest, context: Context) -> provider_pb2.ReadResponse:
        """Refresh or import."""
        resource = await self._resource(request.urn, context)
        inputs = from_struct(request.inputs) if request.HasField("inputs") else None
        state = from_struct(request.properties)
        lifecycle = self._ready()
        found = await self._guarded(context, lambda: lifecycle.read(resource, request.id, inputs or None, state))
        if found is None:
            return provider_pb2.ReadResponse()
        stored, new_inputs = found
        return provider_pb2.ReadResponse(
            id=stored.resource_id, properties=to_struct(stored.outputs), inputs=to_struct(new_inputs)
        )

    async def Invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> provider_pb2.InvokeResponse:
        """Call a function of the SDK."""
        arguments = from_struct(request.args)
        result = await self._guarded(
            context, lambda: functions.invoke(self._client, self._subscription_id, request.tok, arguments)
        )
        return _answer(to_struct(result))

    # -------------------------------------------------------------------------------------------------------- helpers
    def _ready(self) -> Lifecycle:
        if self._lifecycle is None:
            raise RuntimeError("the engine called the provider before Configure")
        return self._lifecycle

    async def _resource(self, urn: str, context: Context) -> ResourceType:
        """Type of a URN (`urn:pulumi:stack::project::parent$package:module:Type::name`)."""
        token = urn.split("::")[2].rsplit("$", 1)[-1]
        if token in self._types:
            return self._types[token]
        try:
            # Importing a module of the SDK takes up to a second: other calls must not wait for it.
            found = self._types[token] = await asyncio.to_thread(resource_type, token)
        except UnmodelledTypeError as error:
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, str(error))
            raise
        return found

    async def _guarded(self, context: Context, call: Callable[[], Awaitable[T]], inputs: Any = None) -> T:
        """Turn what can go wrong into the gRPC errors that the real provider answers with."""
        try:
            return await call()
        except PartlyDoneError as error:
            detail = provider_pb2.ErrorResourceInitFailed(
                id=error.stored.resource_id,
                properties=to_struct(error.stored.outputs),
                reasons=[str(error)],
                inputs=inputs,
            )
            status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error))
            status.details.add().Pack(detail)
            metadata = (("grpc-status-details-bin", status.SerializeToString()),)
            await context.abort(grpc.StatusCode.UNKNOWN, str(error), metadata)
            raise
        except ArmError as error:
            await context.abort(grpc.StatusCode.UNKNOWN, describe(error))
            raise
        except (AlreadyExistsError, CancelledByUserError, ValueError, UnmodelledTypeError) as error:
            await context.abort(grpc.StatusCode.UNKNOWN, str(error))
            raise

    async def _default_location(self, olds: dict[str, Any], news: dict[str, Any]) -> Any:
        """Location of the last deployment, of the configuration, or of the resource group."""
        fixed = olds.get("location") or self._config.get("location")
        if fixed is not None or "resourceGroupName" not in news:
            return fixed
        group = news["resourceGroupName"]
        if is_unknown(group):
            return UNKNOWN
        if group not in self._group_locations:
            group_id = f"/subscriptions/{self._subscription_id}/resourceGroups/{group}"
            try:
                response = await self._client.get(group_id, _RESOURCES_API)
            except ArmError:
                return None
            self._group_locations[group] = str(response.get("location"))
        return self._group_locations[group]


def _answer(result: Struct) -> provider_pb2.InvokeResponse:
    answer = provider_pb2.InvokeResponse()
    # The field is called `return`, which Python cannot say.
    getattr(answer, "return").CopyFrom(result)
    return answer


def _auto_naming(request: provider_pb2.CheckRequest) -> naming.AutoNaming | None:
    if not request.HasField("autonaming"):
        return None
    options = request.autonaming
    if options.mode == options.DISABLE:
        return naming.AutoNaming("disable", options.proposed_name)
    return naming.AutoNaming("enforce" if options.mode == options.ENFORCE else "propose", options.proposed_name)
