"""Runs components against a mock engine and returns what they registered, with its dependencies.

    deployment = deploy(lambda: Network("network", {...}))
    subnet = deployment.one("azure-native:network:Subnet", "network-agents")
    assert subnet.inputs["defaultOutboundAccess"] is False
    assert deployment.ordered(first, second)

What it does not prove: that Azure accepts the inputs (the simulator's tests and the engine tests do that)."""

import asyncio
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks as pulumi_mocks
from pulumi.runtime.settings import SETTINGS, get_root_resource
from pulumi.runtime.stack import run_pulumi_func
from pulumi.runtime.sync_await import _sync_await

from tests.unit.components.quick_sdk import quicken

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
STACK_TYPE = "pulumi:pulumi:Stack"
COMPONENT_PREFIX = "ai-landing-zone:index:"
LOOP = asyncio.new_event_loop()
"""The SDK runs programs on the thread's current loop; asynchronous tests of others leave none behind."""


@dataclass(frozen=True)
class Registered:
    """One resource as the engine got it: other resources and hooks by their names, empty for none."""

    type: str
    name: str
    urn: str
    inputs: dict[str, Any]
    parent: str
    dependencies: frozenset[str]
    property_dependencies: dict[str, frozenset[str]]
    protect: bool
    deleted_with: str
    create_timeout: str
    aliases: int
    custom: bool
    delete_before_replace: bool = False
    replace_on_changes: frozenset[str] = frozenset()
    ignore_changes: frozenset[str] = frozenset()
    replacement_trigger: str = ""
    retain_on_delete: bool = False
    before_update: tuple[str, ...] = ()
    on_error: tuple[str, ...] = ()


@dataclass
class Deployment:
    """What a program registered, in order."""

    resources: list[Registered] = field(default_factory=list)
    result: Any = None
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Component name -> registered outputs."""

    def of_type(self, type_: str) -> list[Registered]:
        """Return the resources of a type token, in the order of registration."""
        return [resource for resource in self.resources if resource.type == type_]

    def one(self, type_: str, name: str | None = None) -> Registered:
        """Return the only resource of a type (and name); fail otherwise."""
        found = [resource for resource in self.of_type(type_) if name in (None, resource.name)]
        assert len(found) == 1, f"{len(found)} x {type_} {name or ''}; there are {self.census()}"
        return found[0]

    def named(self, name: str) -> Registered:
        """Return the only custom resource with a logical name."""
        found = [resource for resource in self.resources if resource.name == name and resource.custom]
        assert len(found) == 1, f"{len(found)} x {name!r}; there are {[r.name for r in self.resources]}"
        return found[0]

    def census(self) -> dict[str, int]:
        """Return how many resources there are of each type, components left out."""
        counts: dict[str, int] = {}
        for resource in self.resources:
            if resource.custom:
                counts[resource.type] = counts.get(resource.type, 0) + 1
        return dict(sorted(counts.items()))

    def before(self, resource: Registered) -> set[str]:
        """Return the names of all resources that exist before this one, through any number of steps."""
        by_name = {r.name: r for r in self.resources if r.custom}
        seen: set[str] = set()
        pending = list(resource.dependencies)
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in by_name:
                pending.extend(by_name[name].dependencies)
        return seen

    def ordered(self, *resources: Registered) -> bool:
        """Whether each resource must wait for the one before it."""
        return all(a.name in self.before(b) for a, b in itertools.pairwise(resources))

    def totally_ordered(self, resources: list[Registered]) -> bool:
        """Whether no two of the resources can be written at the same time, in whatever order."""
        pairs = ((a, b) for i, a in enumerate(resources) for b in resources[i + 1 :])
        return all(a.name in self.before(b) or b.name in self.before(a) for a, b in pairs)


def arm_id_of(type_: str, name: str, inputs: dict[str, Any]) -> str:
    """Return the id that the mock engine gives a resource: unlike its inputs, shaped like an ARM id."""
    group = inputs.get("resourceGroupName", "rg-mock")
    _, module, kind = type_.split(":")
    return f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Mock.{module}/{kind}/{name}"


_NAME_KEYS = re.compile(r"^(?!resourceGroup)(\w*[nN]ame)$")


class AzureMocks(pulumi_mocks.Mocks):
    """Answers like Azure where components read outputs; ids and names are unknown in previews."""

    def __init__(self, *, preview: bool) -> None:
        self.preview = preview

    def call(self, args: pulumi_mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        if args.token.endswith(":getClientConfig"):
            answer = {"subscriptionId": SUBSCRIPTION, "tenantId": "tenant", "clientId": "client", "objectId": "object"}
            return answer, []
        raise AssertionError(f"unexpected function call {args.token}")

    def new_resource(self, args: pulumi_mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.custom:
            return None, {}
        if self.preview:
            return None, {**args.inputs, **_preview_outputs(args.inputs)}
        return arm_id_of(args.typ, args.name, args.inputs), {**args.inputs, **computed(args.typ, args.inputs)}


def _preview_outputs(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return outputs whose shape differs from the input; what is missing is unknown."""
    return {"identity": _identity_output(inputs["identity"])} if isinstance(inputs.get("identity"), dict) else {}


def computed(type_: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return outputs that Azure computes. Extend it where a component reads one."""
    names = [value for key, value in inputs.items() if _NAME_KEYS.match(key) and isinstance(value, str)]
    name = names[-1] if names else "mock"
    outputs: dict[str, Any] = {"name": _own_name(type_, inputs, name)}
    if isinstance(inputs.get("identity"), dict):
        outputs["identity"] = _identity_output(inputs["identity"])
    if type_.endswith(":UserAssignedIdentity"):
        outputs |= {"principalId": f"principal-{outputs['name']}", "clientId": f"client-{outputs['name']}"}
    elif type_ == "azure-native:keyvault:Vault":
        uri = f"https://{inputs['vaultName']}.vault.azure.net/"
        outputs["properties"] = {**inputs["properties"], "vaultUri": uri}
    elif type_ == "azure-native:keyvault:Key":
        outputs["keyUri"] = f"https://{inputs['vaultName']}.vault.azure.net/keys/{inputs['keyName']}"
    elif type_ == "azure-native:storage:StorageAccount":
        outputs["primaryEndpoints"] = {"blob": f"https://{inputs['accountName']}.blob.core.windows.net/"}
    elif type_ == "azure-native:operationalinsights:Workspace":
        outputs["customerId"] = "workspace-customer-id"
    elif type_ == "azure-native:applicationinsights:Component":
        outputs |= {"connectionString": "InstrumentationKey=mock;IngestionEndpoint=https://mock/", "appId": "app-mock"}
    else:
        outputs |= _computed_by_ai_service(type_, inputs)
    return outputs


def _computed_by_ai_service(type_: str, inputs: dict[str, Any]) -> dict[str, Any]:
    if type_.endswith(":apimanagement:ApiManagementService"):
        addresses = ["10.0.0.4"] if inputs.get("virtualNetworkType") == "Internal" else None
        return {"gatewayUrl": f"https://{inputs['serviceName']}.azure-api.net", "privateIPAddresses": addresses}
    if type_ == "azure-native:cognitiveservices:Account":
        endpoint = f"https://{inputs['properties']['customSubDomainName']}.cognitiveservices.azure.com/"
        return {"properties": {**inputs["properties"], "endpoint": endpoint}}
    if type_ == "azure-native:search:Service":
        # Azure takes a list of identities and answers with a map.
        identity = {"type": inputs["identity"]["type"], "principalId": "principal-search", "tenantId": "tenant"}
        return {"identity": identity}
    return {}


def _identity_output(block: dict[str, Any]) -> dict[str, Any]:
    """Return the identity block as Azure does: the list of user-assigned ids has become a map."""
    given = block.get("userAssignedIdentities")
    ids = given if isinstance(given, list) else []  # unknown in a preview
    users = {str(id_): {"principalId": f"principal-{id_}", "clientId": f"client-{id_}"} for id_ in ids}
    system = {"principalId": "principal-system", "tenantId": "tenant"} if "System" in str(block.get("type")) else {}
    return {**block, "userAssignedIdentities": users, **system}


def _own_name(type_: str, inputs: dict[str, Any], fallback: str) -> str:
    """Return the name in the request path: the SDK calls it after the type, or just `name`."""
    kind = type_.rsplit(":", 1)[-1].lower()
    for key, value in inputs.items():
        bare = key.removesuffix("Name").lower()
        if key.endswith("Name") and isinstance(value, str) and bare and (kind.endswith(bare) or bare.endswith(kind)):
            return value
    return str(inputs.get("name", inputs.get("resourceName", fallback)))


class RecordingMonitor(pulumi_mocks.MockMonitor):
    """Keeps each registration with its options, which the mocks of the SDK do not pass on."""

    def __init__(self, azure: pulumi_mocks.Mocks, deployment: Deployment) -> None:
        super().__init__(azure)
        self.deployment = deployment

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name of the gRPC method
        response = super().RegisterResource(request)
        if request.type != STACK_TYPE:
            inputs = pulumi.runtime.rpc.deserialize_properties(request.object, keep_unknowns=True)
            self.deployment.resources.append(_registered(request, response.urn, inputs))
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the name of the gRPC method
        outputs = pulumi.runtime.rpc.deserialize_properties(request.outputs, keep_unknowns=True)
        self.deployment.outputs[_name(request.urn)] = outputs
        return super().RegisterResourceOutputs(request)


def _registered(request: Any, urn: str, inputs: dict[str, Any]) -> Registered:
    return Registered(
        type=request.type,
        name=request.name,
        urn=urn,
        inputs=inputs,
        parent="" if STACK_TYPE in request.parent.split("::")[2:3] else _name(request.parent),
        dependencies=frozenset(_name(urn) for urn in request.dependencies),
        property_dependencies={
            key: frozenset(_name(urn) for urn in value.urns) for key, value in request.propertyDependencies.items()
        },
        protect=bool(request.protect),
        deleted_with=_name(request.deletedWith),
        create_timeout=request.customTimeouts.create,
        aliases=len(request.aliases),
        custom=request.custom,
        delete_before_replace=bool(request.deleteBeforeReplace),
        replace_on_changes=frozenset(request.replaceOnChanges),
        ignore_changes=frozenset(request.ignoreChanges),
        replacement_trigger=request.replacement_trigger.string_value,
        retain_on_delete=request.retainOnDelete,
        before_update=tuple(request.hooks.before_update),
        on_error=tuple(request.hooks.on_error),
    )


def _name(urn: str) -> str:
    return urn.rsplit("::", maxsplit=1)[-1] if urn else ""


def deploy(
    program: Callable[[], Any],
    *,
    preview: bool = False,
    config: dict[str, str] | None = None,
    azure: pulumi_mocks.Mocks | None = None,
) -> Deployment:
    """Run a program and return what it registered.

    Args:
        program: creates components; its result is kept.
        preview: leave ids and computed outputs unknown, as a first preview does.
        config: stack configuration; the subscription is set unless given.
        azure: answers in place of `AzureMocks`.

    Raises:
        Exception: what the program raised, also in callbacks of outputs: nothing is left unawaited.
    """
    asyncio.set_event_loop(LOOP)
    quicken(LOOP)
    deployment = Deployment()
    azure = azure or AzureMocks(preview=preview)
    monitor = RecordingMonitor(azure, deployment)
    pulumi.runtime.set_mocks(azure, project="ai-landing-zone", stack="test", preview=preview, monitor=monitor)
    pulumi.runtime.set_all_config({"azure-native:subscriptionId": SUBSCRIPTION, **(config or {})})
    # The root stack outlives a deployment, and with it the transformations that a program registered.
    root: Any = get_root_resource()
    root._transformations = []
    settings: Any = SETTINGS
    settings.rpc_manager.clear()
    settings.outputs.clear()

    def run() -> None:
        deployment.result = program()

    _sync_await(run_pulumi_func(run))
    return deployment


def value_of(output: pulumi.Output[Any]) -> Any:
    """Return the value of an output after `deploy`."""
    asyncio.set_event_loop(LOOP)
    return _sync_await(output.future())
