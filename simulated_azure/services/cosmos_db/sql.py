"""SQL databases, containers, and the roles of their data plane."""

import uuid

from simulated_azure.arm.errors import bad_request, not_found
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings
from simulated_azure.arm.rules import Immutable, Put, computes, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.cosmos_db.accounts import ACCOUNT

DATABASE = f"{ACCOUNT}/sqlDatabases"
CONTAINER = f"{DATABASE}/containers"
ROLE = f"{ACCOUNT}/sqlRoleDefinitions"
ASSIGNMENT = f"{ACCOUNT}/sqlRoleAssignments"
_REST = "Microsoft.DocumentDB REST reference, SQL resources; TF cosmos/cosmosdb_sql_container_resource.go"
# Cosmos DB Built-in Data Reader and Contributor: every account has them (AZD cosmos-db/how-to-setup-rbac.md).
_BUILT_IN = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002")

immutable(
    CONTAINER,
    Immutable("properties.resource.partitionKey.paths", "BadRequest"),
    Immutable("properties.resource.uniqueKeyPolicy.uniqueKeys", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew (container: partition key, unique keys)",
)
immutable(
    ASSIGNMENT,
    Immutable("properties.principalId", "BadRequest"),
    Immutable("properties.scope", "BadRequest"),
    source="arm-semantics 2.6: PAN gen/replacement.go (SqlResourceSqlRoleAssignment)",
)


@on_put(DATABASE, CONTAINER, source=_REST)
def item_has_its_name(put: Put) -> None:
    """The id in the body is the resource's name; a container has a partition key; no throughput when serverless."""
    resource = as_dict(put.properties.get("resource"))
    if str(resource.get("id") or "") != put.id.name:
        raise bad_request(
            "BadRequest", f"'resource.id' must be '{put.id.name}', not '{resource.get('id')}'.", target="id"
        )
    if put.id.type_key == CONTAINER.lower():
        paths = strings(as_dict(resource.get("partitionKey")).get("paths"))
        if not paths or not all(path.startswith("/") for path in paths):
            raise bad_request("BadRequest", "A container needs 'partitionKey.paths' that start with '/'.")
    account = put.id.ancestor(ACCOUNT)
    found = put.world.find(account) if account else None
    names = {str(item.get("name")) for item in dicts(found.properties.get("capabilities"))} if found else set[str]()
    if "EnableServerless" in names and as_dict(put.properties.get("options")):
        raise bad_request("BadRequest", "Throughput cannot be set on a serverless account.", target="options")


@on_put(
    ROLE, ASSIGNMENT, source="AZD cosmos-db/how-to-setup-rbac.md; TF cosmos/cosmosdb_sql_role_assignment_resource.go"
)
def role_name_is_a_guid(put: Put) -> None:
    """Definitions and assignments are named by a GUID."""
    try:
        uuid.UUID(put.id.name)
    except ValueError:
        raise bad_request("BadRequest", f"'{put.id.name}' is not a GUID.", target="name") from None


@on_put(ASSIGNMENT, source="arm-semantics 2.4: LZB v2.0.16; AZD cosmos-db/how-to-setup-rbac.md")
def assignment_is_resolvable(put: Put) -> None:
    """The role exists in the account; the scope is the account or a database or container that exists."""
    account = put.id.parent
    role = str(put.properties.get("roleDefinitionId") or "")
    if account is None or not role.lower().startswith(f"{account.key}/sqlroledefinitions/"):
        raise bad_request(
            "BadRequest", f"'{role}' is not a role definition of this account.", target="roleDefinitionId"
        )
    if role.rsplit("/", 1)[1] not in _BUILT_IN and put.world.find(role) is None:
        raise not_found("NotFound", f"The role definition '{role}' was not found.", target="roleDefinitionId")
    scope = str(put.properties.get("scope") or "")
    inside = scope.lower().removeprefix(account.key)
    if inside == scope.lower():
        raise bad_request("BadRequest", f"The scope '{scope}' is not in this account.", target="scope")
    path = inside.replace("/dbs/", "/sqldatabases/").replace("/colls/", "/containers/").rstrip("/")
    if path and put.world.find(f"{account.key}{path}") is None:
        raise not_found("NotFound", f"The scope '{scope}' does not exist (yet).", target="scope")


@computes(DATABASE, CONTAINER)
def item_view(world: World, resource: Resource) -> Json:
    """Ids and time stamps of the data plane."""
    shown = {"_rid": world.chance.hex(8, "rid", resource.id.key, str(resource.incarnation)),
             "_etag": world.chance.guid("etag", resource.id.key, str(resource.revision)),
             "_ts": int(resource.updated_at)}  # fmt: skip
    return {"properties": {"resource": shown}}


@on_delete(ROLE, source="AZD cosmos-db/how-to-setup-rbac.md (definitions in use)")
def role_is_unused(world: World, resource: Resource) -> None:
    """A role definition with assignments cannot be deleted."""
    users = world.referring(resource.id, ASSIGNMENT)
    if users:
        raise bad_request(
            "BadRequest", f"Role definition '{resource.id.name}' has the assignment '{users[0].id.name}'."
        )
