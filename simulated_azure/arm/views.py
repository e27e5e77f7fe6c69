"""What GET answers: the stored body, the envelope, and everything that Azure computes."""

from typing import Any

from simulated_azure.arm.bodies import drop_path, fill, merge
from simulated_azure.arm.facts import TENANT_ID
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId
from simulated_azure.arm.json_values import Json, is_dict
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

SERVER_ONLY = "_server"
"""Key of what the server decided once and keeps (addresses, for instance); never returned."""

# Types that do not report a provisioning state.
_STATELESS = (
    "microsoft.authorization/", "microsoft.insights/diagnosticsettings", "microsoft.managedidentity/",
    "microsoft.keyvault/vaults/", "microsoft.storage/storageaccounts/", "microsoft.apimanagement/service/",
    "microsoft.cognitiveservices/accounts/rai", "microsoft.cognitiveservices/accounts/connections",
    "microsoft.cognitiveservices/accounts/projects/connections", "microsoft.insights/actiongroups",
    "microsoft.network/privatednszones/a",
)  # fmt: skip
_WITH_SYSTEM_DATA = (
    "microsoft.cognitiveservices/", "microsoft.keyvault/vaults", "microsoft.apimanagement/service",
    "microsoft.insights/privatelinkscopes", "microsoft.documentdb/", "microsoft.managedidentity/",
)  # fmt: skip
_NO_SYSTEM_DATA = ("microsoft.keyvault/vaults/", "microsoft.apimanagement/service/")


def view(world: World, resource: Resource) -> Json:
    """A resource as GET returns it."""
    body = merge({}, resource.body)
    for compute in REGISTRY.computed.get(resource.id.type_key, ()):
        merge(body, compute(world, resource))
    for path in REGISTRY.write_only.get(resource.id.type_key, ()):
        drop_path(body, path)
    _identity(world, resource, body)
    if not resource.id.type_key.startswith(_STATELESS):
        body.setdefault("properties", {})["provisioningState"] = provisioning_state(world, resource)
    if resource.id.type_key.startswith(_WITH_SYSTEM_DATA) and not resource.id.type_key.startswith(_NO_SYSTEM_DATA):
        body["systemData"] = _system_data(world, resource)
    body.pop(SERVER_ONLY, None)
    fill(body, {"id": resource.id.text, "name": resource.id.name, "type": resource.id.type})
    return body


def implied_view(resource_id: ResourceId, implied: Json) -> Json:
    """What is there though nobody wrote it yet, as GET returns it."""
    body = merge({}, implied)
    return fill(body, {"id": resource_id.text, "name": resource_id.name, "type": resource_id.type})


def provisioning_state(world: World, resource: Resource) -> str:
    """Creating, Updating or Deleting while an operation runs; then Succeeded, or Failed."""
    running = world.in_flight(resource.id)
    if running is not None:
        if resource.id.type == RESOURCE_GROUP:
            return "Deleting" if running.kind == "delete" else "Succeeded"
        return {"create": "Creating", "update": "Updating", "delete": "Deleting"}[running.kind]
    return "Failed" if resource.failed else "Succeeded"


def _system_data(world: World, resource: Resource) -> Json:
    caller = world.chance.guid("caller", "client")
    return {
        "createdAt": world.clock.stamp(resource.created_at), "createdBy": caller, "createdByType": "Application",
        "lastModifiedAt": world.clock.stamp(resource.updated_at), "lastModifiedBy": caller,
        "lastModifiedByType": "Application",
    }  # fmt: skip


def system_principal(world: World, resource_id: ResourceId, incarnation: int) -> str:
    """Object id of a resource's system-assigned identity."""
    return world.chance.guid("principal", resource_id.key, str(incarnation))


def user_identity(world: World, identity_id: str) -> Json:
    """Principal and client id of a user-assigned identity, as other resources show them; empty when unknown."""
    found = world.find(identity_id)
    if found is None:
        return {}
    return {
        "principalId": system_principal(world, found.id, found.incarnation),
        "clientId": world.chance.guid("client", found.id.key, str(found.incarnation)),
    }


def _identity(world: World, resource: Resource, body: dict[str, Any]) -> None:
    identity = body.get("identity")
    if not is_dict(identity):
        return
    if "systemassigned" in str(identity.get("type", "")).lower().replace(" ", ""):
        identity["principalId"] = system_principal(world, resource.id, resource.incarnation)
        identity["tenantId"] = TENANT_ID
    assigned = identity.get("userAssignedIdentities")
    if is_dict(assigned):
        identity["userAssignedIdentities"] = {item: user_identity(world, item) for item in assigned}
