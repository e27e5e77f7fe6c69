"""Application Insights, private link scopes, action groups."""

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.facts import TENANT_ID
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, sub_id
from simulated_azure.arm.permissions import require_link
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import VNET
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT
from simulated_azure.services.operational_insights import SCOPED_RESOURCE, WORKSPACE

COMPONENT = "Microsoft.Insights/components"
SCOPE = "Microsoft.Insights/privateLinkScopes"
ACTION_GROUP = "Microsoft.Insights/actionGroups"
_LINKABLE = frozenset({WORKSPACE.lower(), COMPONENT.lower(), "microsoft.insights/datacollectionendpoints"})
_MODES = frozenset({"Open", "PrivateOnly"})

defaults(COMPONENT, {"properties": {
    "Flow_Type": "Bluefield", "IngestionMode": "LogAnalytics", "publicNetworkAccessForIngestion": "Enabled",
    "publicNetworkAccessForQuery": "Enabled", "RetentionInDays": 90, "DisableIpMasking": False,
    "DisableLocalAuth": False,
}})  # fmt: skip
immutable(COMPONENT, Immutable("properties.Application_Type", "BadRequest"), source="arm-semantics 2.6: TF ForceNew")


@on_put(COMPONENT, source="Application Insights REST reference: workspace-based resources only")
def workspace_exists(put: Put) -> None:
    """An Application Insights resource stores its data in a workspace that exists."""
    target = str(put.properties.get("WorkspaceResourceId") or "")
    found = put.world.find(target) if target else None
    if found is None or found.id.type_key != WORKSPACE.lower():
        raise bad_request("BadRequest", f"The workspace '{target}' was not found.", target="WorkspaceResourceId")
    if not put.body.get("kind") or not put.properties.get("Application_Type"):
        raise bad_request("BadRequest", "An Application Insights resource needs 'kind' and 'Application_Type'.")


@on_put(COMPONENT, source="MicrosoftDocs/azure-monitor-docs#297 (app/create-workspace-resource.md)")
def keys_of_a_foreign_workspace(put: Put) -> None:
    """A workspace in another subscription is linked only by who may read its keys."""
    workspace = ResourceId.parse(str(put.properties.get("WorkspaceResourceId")))
    if workspace.subscription.lower() != put.id.subscription.lower():
        require_link(put.world, put.id, workspace, "sharedKeys/action")


@computes(COMPONENT)
def component_view(world: World, resource: Resource) -> Json:
    """Application and instrumentation ids, and the connection string made of them."""
    parts = (resource.id.key, str(resource.incarnation))
    key, application = world.chance.guid("instrumentation", *parts), world.chance.guid("application", *parts)
    ingestion = f"https://{resource.location}-1.in.applicationinsights.azure.com/"
    return {
        "etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"',
        "properties": {
            "AppId": application, "ApplicationId": resource.id.name, "Name": resource.id.name, "TenantId": TENANT_ID,
            "InstrumentationKey": key, "CreationDate": world.clock.stamp(resource.created_at), "Ver": "v2",
            "ConnectionString": f"InstrumentationKey={key};IngestionEndpoint={ingestion};"
            f"LiveEndpoint=https://{resource.location}.livediagnostics.monitor.azure.com/;ApplicationId={application}",
        },
    }  # fmt: skip


@on_put(SCOPE, source="arm-semantics 2.2: AMD logs/private-link-design.md")
def scope_has_modes(put: Put) -> None:
    """A private link scope says how ingestion and queries may come in."""
    modes = as_dict(put.properties.get("accessModeSettings"))
    for name in ("ingestionAccessMode", "queryAccessMode"):
        if modes.get(name) not in _MODES:
            raise bad_request("BadRequest", f"'accessModeSettings.{name}' must be one of {sorted(_MODES)}.")


_LIMITS = "AMD includes/ampls-limitations.md, logs/private-link-design.md (one scope per network, ten endpoints)"
_MOST_ENDPOINTS = 10


@on_put(ENDPOINT, source=_LIMITS)
def one_scope_per_network(put: Put) -> None:
    """A virtual network connects to one private link scope only, and a scope to ten endpoints."""
    subnet = sub_id(put.properties.get("subnet"))
    network = ResourceId.parse(subnet).ancestor(VNET) if subnet else None
    for target in _scopes(put.world, put.properties):
        present = [item for item in put.world.referring(target.id, ENDPOINT) if item.id.key != put.id.key]
        if len(present) >= _MOST_ENDPOINTS:
            raise bad_request("BadRequest", f"'{target.id.name}' has {_MOST_ENDPOINTS} private endpoints already.")
        for endpoint in put.world.of_type(ENDPOINT):
            place = sub_id(endpoint.properties.get("subnet")).lower()
            others = [item for item in _scopes(put.world, endpoint.properties) if item.id.key != target.id.key]
            if others and network and endpoint.id.key != put.id.key and place.startswith(f"{network.key}/"):
                raise bad_request(
                    "BadRequest",
                    f"Network '{network.name}' connects to the scope '{others[0].id.name}' already; one per network.",
                )


def _scopes(world: World, endpoint: Json) -> list[Resource]:
    found = [world.find(item) for item in endpoint_targets(endpoint)]
    return [item for item in found if item and item.id.type_key == SCOPE.lower()]


@computes(SCOPE)
def scope_view(world: World, resource: Resource) -> Json:
    """Private endpoint connections."""
    return {"properties": {"privateEndpointConnections": connections_to(world, resource)}}


@on_put(SCOPED_RESOURCE, source="arm-semantics 2.2: AMD logs/private-link-design.md")
def linked_resource_fits(put: Put) -> None:
    """A scope takes workspaces, Application Insights and collection endpoints, each once."""
    target = str(put.properties.get("linkedResourceId") or "")
    found = put.world.find(target) if target else None
    if found is None or found.id.type_key not in _LINKABLE:
        raise bad_request(
            "BadRequest", f"'{target}' cannot be linked to a private link scope.", target="linkedResourceId"
        )
    parent = put.id.parent
    for other in put.world.children(parent, SCOPED_RESOURCE) if parent else []:
        if other.id.key != put.id.key and str(other.properties.get("linkedResourceId")).lower() == found.id.key:
            raise bad_request("BadRequest", f"'{found.id.name}' is in the scope already, as '{other.id.name}'.")


@on_put(ACTION_GROUP, source="arm-semantics 1: TF monitor")
def short_name_fits(put: Put) -> None:
    """The short name of an action group has 1 to 12 characters."""
    name = str(put.properties.get("groupShortName") or "")
    if not 1 <= len(name) <= 12:
        raise bad_request("BadRequest", f"'groupShortName' is '{name}'; 1 to 12 characters are accepted.")
