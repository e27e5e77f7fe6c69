"""Capability hosts: what gives agents their storage, and what keeps their subnet."""

from simulated_azure.arm.bodies import same_value
from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.json_values import as_dict, strings
from simulated_azure.arm.rules import Put, after_delete, after_write, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import system_principal, user_identity
from simulated_azure.arm.world import World
from simulated_azure.services.authorization import has_role
from simulated_azure.services.cognitive_services.accounts import ACCOUNT, agent_subnets
from simulated_azure.services.cognitive_services.children import PROJECT

ACCOUNT_HOST = f"{ACCOUNT}/capabilityHosts"
PROJECT_HOST = f"{PROJECT}/capabilityHosts"
_SOURCE = "arm-semantics 2.4: AID agents/concepts/capability-hosts.md; FS 15a main.tf"
_CONNECTIONS = ("threadStorageConnections", "vectorStoreConnections", "storageConnections")
# Roles that the project's identity needs on what a connection leads to, each of them.
_ROLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "microsoft.documentdb/databaseaccounts": (("Cosmos DB Operator", "DocumentDB Account Contributor"),),
    "microsoft.storage/storageaccounts": (("Storage Blob Data Contributor", "Storage Blob Data Owner"),),
    "microsoft.search/searchservices": (("Search Index Data Contributor",), ("Search Service Contributor",)),
}


@on_put(ACCOUNT_HOST, PROJECT_HOST, source=_SOURCE)
def one_capability_host(put: Put) -> None:
    """One host per scope, never updated."""
    if put.old is not None and not same_value(put.old.properties, put.properties):
        raise bad_request("InvalidData", "Update of capability hosts is not supported; delete and create it.")
    parent = put.id.parent
    siblings = put.world.children(parent, put.id.type) if parent else []
    if any(item.id.key != put.id.key for item in siblings):
        raise conflict("Conflict", f"There is a capability host in this scope already: '{siblings[0].id.name}'.")


@on_put(PROJECT_HOST, source=_SOURCE)
def connections_are_there(put: Put) -> None:
    """A project's host names exactly one connection of each kind, and they exist."""
    for name in _CONNECTIONS:
        given = strings(put.properties.get(name))
        if len(given) != 1 or not given[0]:
            raise bad_request("InvalidData", f"A project's capability host needs exactly one of '{name}'.", target=name)
        if _connection(put, given[0]) is None:
            raise bad_request("InvalidData", f"Connection '{given[0]}' was not found.", target=name)


@on_put(PROJECT_HOST, source=f"{_SOURCE} (roles before the capability host); arm-semantics 5 (RBAC lag)")
def project_may_use_its_stores(put: Put) -> None:
    """The project's identity holds its roles on the connected resources; else the operation fails in the end."""
    project = put.world.find(put.id.parent) if put.id.parent else None
    for name in _CONNECTIONS:
        connection = _connection(put, strings(put.properties.get(name))[0])
        target = str(as_dict(connection.properties.get("metadata")).get("ResourceId") or "") if connection else ""
        found = put.world.find(target) if target else None
        if found is None or project is None:
            continue
        principals = _principals(put.world, project)
        for roles in _ROLES.get(found.id.type_key, ()):
            if not any(has_role(put.world, principal, roles, found.id.key) for principal in principals):
                put.failure = ArmError(
                    403, "Forbidden", f"The project's identity has no role '{roles[0]}' on '{found.id}'."
                )


@on_put(PROJECT_HOST, source="arm-semantics 2.1: FS 15-private-network-standard-agent-setup README (one region)")
def stores_are_in_one_region(put: Put) -> None:
    """With a network for agents, account and connected stores are in one region."""
    account = put.id.ancestor(ACCOUNT)
    found = put.world.find(account) if account else None
    if found is None or not agent_subnets(found.properties):
        return
    for name in _CONNECTIONS:
        connection = _connection(put, strings(put.properties.get(name))[0])
        target = str(as_dict(connection.properties.get("metadata")).get("ResourceId") or "") if connection else ""
        store = put.world.find(target) if target else None
        if store is not None and store.location != found.location:
            raise bad_request(
                "InvalidData", f"'{store.id}' is in '{store.location}', the account in '{found.location}'.", target=name
            )


def _connection(put: Put, name: str) -> Resource | None:
    project = put.id.parent
    places = [project, project.parent] if project else []
    found = [put.world.find(place.child("connections", name)) for place in places if place]
    return next((item for item in found if item), None)


def _principals(world: World, project: Resource) -> list[str]:
    assigned = as_dict(as_dict(project.body.get("identity")).get("userAssignedIdentities"))
    users = [str(user_identity(world, item).get("principalId")) for item in assigned]
    return [system_principal(world, project.id, project.incarnation), *users]


@after_write(ACCOUNT, source="arm-semantics 2.4: AID capability-hosts.md; LZB v2.1.4 (made with networkInjections)")
def make_account_host(world: World, resource: Resource) -> None:
    """With a network for agents the account makes its own capability host."""
    if not agent_subnets(resource.properties) or world.children(resource.id, ACCOUNT_HOST):
        return
    host = resource.id.child("capabilityHosts", f"{resource.id.name}@aml_aiagentservice")
    world.save(host, {"properties": {"capabilityHostKind": "Agents"}}, resource.api_version, None)


@after_write(PROJECT_HOST)
def hold_agent_subnet(world: World, resource: Resource) -> None:
    """A project's host holds the agent subnet besides its account."""
    account = resource.id.ancestor(ACCOUNT)
    found = world.find(account) if account else None
    for subnet in agent_subnets(found.properties) if found else []:
        world.hold(subnet, resource.id, f"{subnet}/serviceAssociationLinks/legionservicelink")


@after_delete(PROJECT_HOST, source="arm-semantics 4.2: capability host first; FS #153, #314 (1 hour to 2 days)")
def release_agent_subnet(world: World, resource: Resource) -> None:
    """Deleted by itself it lets go at once; gone with its account, the link stays even after a purge."""
    account = resource.id.ancestor(ACCOUNT)
    proper = account is not None and world.find(account) is not None
    world.release(resource.id.key, 0.0 if proper else float(world.fact("agentSubnetHoldUnpurgedMinutes")))
