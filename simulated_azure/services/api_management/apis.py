"""APIs, operations, MCP servers and their tools."""

import re

from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.ids import ResourceId, looks_like_id
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import Put, computes, defaults, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.api_management.service import SERVICE

API = f"{SERVICE}/apis"
OPERATION = f"{API}/operations"
TOOL = f"{API}/tools"
_FIRST_WITH_MCP = "2025-03-01-preview"
_TEMPLATE = re.compile(r"\{\*?([^}]+)\}")
_TOOL_NAME = re.compile(r"[A-Za-z0-9_-]{1,300}")
_MCP = "landing-zone-peers 2.1, 2.7: azure-docs api-management/manage-mcp-servers-rest-api.md; BT 2025-09-01-preview"

defaults(API, {"properties": {"apiRevision": "1", "subscriptionRequired": True, "protocols": ["https"]}})
defaults(OPERATION, {"properties": {"templateParameters": [], "responses": []}})


def invalid(message: str, target: str) -> ArmError:
    """API Management's error for a field that does not hold what it should."""
    return bad_request("ValidationError", f"One or more fields contain incorrect values: {message}", target=target)


def service_of(put: Put) -> ResourceId:
    """The service that a resource of its tree belongs to.

    Raises:
        ArmError: 400 when the id is not in a service.
    """
    found = put.id.ancestor(SERVICE)
    if found is None:
        raise invalid(f"'{put.id}' is not in a service.", "id")
    return found


def api_type(properties: Json) -> str:
    """The type of an API: http, soap, websocket, graphql, mcp..."""
    return str(properties.get("type") or "http").lower()


@on_put(API, source="BT 2024-05-01: the type of an API is set at creation")
def type_is_fixed(put: Put) -> None:
    """`apiType` is write-only and says the same as `type`; neither can change."""
    given = put.properties.pop("apiType", None) or put.properties.get("type")
    before = put.old.properties.get("type") if put.old else None
    if given and before and str(given).lower() != before:
        raise invalid(f"the type of an API cannot change from {before} to {given}.", "properties.type")
    put.properties["type"] = str(given or before or "http").lower()


@on_put(API, source="arm-semantics 1: BT; TF apimanagement/validate")
def path_is_free(put: Put) -> None:
    """An API has a display name and a path of its own, without slashes at the ends."""
    path = str(put.properties.get("path") or "")
    if not put.properties.get("displayName") or put.properties.get("path") is None:
        raise invalid("'displayName' and 'path' are needed.", "displayName")
    if len(path) > 400 or path != path.strip("/"):
        raise invalid(f"path '{path}' is longer than 400 characters, or starts or ends with '/'.", "path")
    for other in put.world.children(service_of(put), API):
        if other.id.key != put.id.key and str(other.properties.get("path")).lower() == path.lower():
            raise invalid(f"path '{path}' is used by API '{other.id.name}' already.", "path")


@on_put(API, source=_MCP)
def mcp_server_is_possible(put: Put) -> None:
    """MCP servers need a recent API version; their endpoints fit the transport."""
    mcp = as_dict(put.properties.get("mcpProperties"))
    if api_type(put.properties) != "mcp":
        if mcp:
            raise invalid("'mcpProperties' are for APIs of type mcp.", "mcpProperties")
        return
    if put.api_version < _FIRST_WITH_MCP:
        raise bad_request(
            "ValidationError", f"Error converting value 'mcp' to type ApiTypeContract in API version {put.api_version}."
        )
    endpoints = dicts(mcp.get("endpoints"))
    transport = mcp.get("transportType")
    if transport not in {None, "streamable", "sse"}:
        raise invalid(f"transportType '{transport}' is not streamable or sse.", "mcpProperties.transportType")
    names = sorted(str(item.get("name")) for item in endpoints)
    wanted = {"streamable": ["message"], "sse": ["message", "sse"]}.get(str(transport))
    if endpoints and wanted and names != wanted:
        raise invalid(f"transport {transport} has the endpoints {wanted}, not {names}.", "mcpProperties.endpoints")
    for item in endpoints:
        if not str(item.get("uriTemplate") or "").startswith("/"):
            raise invalid("'uriTemplate' must start with '/'.", "mcpProperties.endpoints")


@computes(API)
def api_view(_world: World, _resource: Resource) -> Json:
    """State of the revision and default names of the subscription key."""
    return {"properties": {
        "isCurrent": True, "subscriptionKeyParameterNames": {"header": "Ocp-Apim-Subscription-Key",
                                                             "query": "subscription-key"},
    }}  # fmt: skip


@on_put(OPERATION, source="azure-docs api-management REST reference, API operations; BT 2024-05-01")
def operation_is_possible(put: Put) -> None:
    """An operation declares its template parameters; method and template are unique in the API."""
    properties, parent = put.properties, put.id.parent
    for name in ("displayName", "method", "urlTemplate"):
        if not properties.get(name):
            raise invalid(f"an operation needs '{name}'.", name)
    template = str(properties["urlTemplate"])
    declared = {str(item.get("name")) for item in dicts(properties.get("templateParameters"))}
    used = set(_TEMPLATE.findall(template))
    if used != declared:
        raise invalid(
            f"template parameters {sorted(used)} and declared ones {sorted(declared)} differ.", "templateParameters"
        )
    for other in put.world.children(parent, OPERATION) if parent else []:
        same = (other.properties.get("method"), other.properties.get("urlTemplate")) == (properties["method"], template)
        if same and other.id.key != put.id.key:
            raise invalid(f"{properties['method']} {template} is operation '{other.id.name}' already.", "urlTemplate")


def operation_id(put_scope: ResourceId, reference: str) -> str:
    """The full id of an operation that a tool names, in either form."""
    return reference if looks_like_id(reference) else f"{put_scope}{reference}"


@on_put(TOOL, source=_MCP)
def tool_is_possible(put: Put) -> None:
    """A tool belongs to an MCP server and calls an existing operation of another API."""
    if put.api_version < _FIRST_WITH_MCP:
        raise bad_request("InvalidResourceType", f"apis/tools is not known to API version {put.api_version}.")
    parent = put.world.find(put.id.parent) if put.id.parent else None
    if parent is None or api_type(parent.properties) != "mcp":
        raise invalid("tools belong to an API of type mcp.", "id")
    if not _TOOL_NAME.fullmatch(str(put.properties.get("displayName") or "")):
        raise invalid("'displayName' has 1-300 letters, digits, '_' or '-'.", "displayName")
    if len(str(put.properties.get("description") or "")) > 1000:
        raise invalid("'description' has at most 1000 characters.", "description")
    operation = put.world.find(operation_id(service_of(put), str(put.properties.get("operationId") or "/none")))
    if operation is None or operation.id.type_key != OPERATION.lower():
        raise invalid(f"operation '{put.properties.get('operationId')}' was not found.", "operationId")


@on_delete(
    OPERATION,
    source="azure-docs api-management/secure-mcp-servers.md (tools before operations)",
)
def operation_is_unused(world: World, resource: Resource) -> None:
    """An operation that a tool calls cannot be deleted."""
    service = resource.id.ancestor(SERVICE)
    for tool in world.of_type(TOOL):
        inside = tool.id.ancestor(SERVICE)
        if (
            service is None
            or inside is None
            or inside.key != service.key
            or tool.id.key.startswith(f"{world.deleting}/")
        ):
            continue
        if operation_id(service, str(tool.properties.get("operationId"))).lower() == resource.id.key:
            raise bad_request("ValidationError", f"Operation '{resource.id.name}' is used by tool '{tool.id.name}'.")
