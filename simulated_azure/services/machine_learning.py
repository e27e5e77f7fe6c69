"""Microsoft.MachineLearningServices: workspaces."""

from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    SoftDelete,
    computes,
    defaults,
    immutable,
    on_delete,
    on_put,
    soft_deletes,
)  # fmt: skip
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import user_identity
from simulated_azure.arm.world import World
from simulated_azure.services import customer_managed_keys
from simulated_azure.services.managed_identity import identity_type, require_identities
from simulated_azure.services.network.private_endpoints import connections_to

WORKSPACE = "Microsoft.MachineLearningServices/workspaces"
_TF = "TF machinelearning/machine_learning_workspace_resource.go; Microsoft.MachineLearningServices REST reference"
_SOFT_DELETE = "AZD machine-learning/concept-soft-delete.md (14 days; not with user-assigned identities only)"
_KINDS = ("Default", "Hub", "Project", "FeatureStore")
_NEEDED = {
    "storageAccount": "microsoft.storage/storageaccounts",
    "keyVault": "microsoft.keyvault/vaults",
    "applicationInsights": "microsoft.insights/components",
    "containerRegistry": "microsoft.containerregistry/registries",
}
_REQUIRED = ("storageAccount", "keyVault")

defaults(WORKSPACE, {"kind": "Default", "properties": {
    "hbiWorkspace": False, "publicNetworkAccess": "Enabled", "v1LegacyMode": False, "enableDataIsolation": False,
    "systemDatastoresAuthMode": "accesskey",
}})  # fmt: skip
immutable(
    WORKSPACE,
    *(
        Immutable(f"properties.{name}", "BadRequest")
        for name in ("storageAccount", "keyVault", "hbiWorkspace", "encryption")
    ),
    Immutable("properties.applicationInsights", "BadRequest", once=True),
    Immutable("properties.containerRegistry", "BadRequest", once=True),
    Immutable("kind", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew (ML workspace)",
)


def _days(_world: World, resource: Resource) -> float:
    return 0.0 if identity_type(resource.body) == "userassigned" else 14.0


soft_deletes(WORKSPACE, SoftDelete(_days), source=_SOFT_DELETE)


@on_put(WORKSPACE, source=_SOFT_DELETE)
def workspace_name_is_free(put: Put) -> None:
    """A soft-deleted workspace keeps its name until it is purged or recovered."""
    if put.creating and any(item["key"] == put.id.key for item in put.world.soft_deleted(WORKSPACE, put.id.name)):
        raise conflict("Conflict", f"Soft-deleted workspace '{put.id.name}' exists; purge or recover it first.")


@on_put(WORKSPACE, source=_TF)
def workspace_has_its_resources(put: Put) -> None:
    """Storage, key vault and the others exist and are of the right type; there is an identity."""
    kind = str(put.body.get("kind") or "Default")
    if kind not in _KINDS:
        raise bad_request("BadRequest", f"kind '{kind}' is not one of {_KINDS}.", target="kind")
    if identity_type(put.body) in {"", "none"}:
        raise bad_request("BadRequest", "A workspace needs a managed identity.", target="identity")
    require_identities(put)
    if kind == "Project":
        _check_hub(put)
        return
    for name, arm_type in _NEEDED.items():
        target = str(put.properties.get(name) or "")
        found = put.world.find(target) if target else None
        if (target and (found is None or found.id.type_key != arm_type)) or (not target and name in _REQUIRED):
            raise bad_request(
                "ValidationError", f"'{name}' must be an existing {arm_type}, not '{target}'.", target=name
            )
    storage = put.world.find(str(put.properties.get("storageAccount")))
    if storage is not None and (storage.properties.get("isHnsEnabled") or "Premium" in str(storage.body.get("sku"))):
        raise bad_request(
            "ValidationError", "The workspace's own storage has no hierarchical namespace and is not Premium."
        )


def _check_hub(put: Put) -> None:
    found = put.world.find(str(put.properties.get("hubResourceId") or "/none"))
    if found is None or found.body.get("kind") != "Hub" or found.location != put.body.get("location"):
        raise bad_request("ValidationError", "A project names a hub of its region.", target="hubResourceId")


@on_put(
    WORKSPACE,
    source="arm-semantics 2.3; AZD machine-learning/how-to-setup-customer-managed-keys.md (vault, key, identity)",
)
def workspace_key_is_usable(put: Put) -> None:
    """Encryption with a customer-managed key names vault and key; a named identity is assigned and may use the key."""
    encryption = as_dict(put.properties.get("encryption"))
    if encryption.get("status") != "Enabled" or not put.creating:
        return
    given = as_dict(encryption.get("keyVaultProperties"))
    vault = put.world.find(str(given.get("keyVaultArmId") or "/none"))
    uri, _, rest = str(given.get("keyIdentifier") or "").partition("/keys/")
    if vault is None or not rest:
        raise bad_request("ValidationError", "'encryption' needs an existing vault and a key.", target="encryption")
    if customer_managed_keys.vault_of(put.world, uri).id.key != vault.id.key:
        raise bad_request("ValidationError", f"The key '{uri}' is not in '{vault.id.name}'.", target="encryption")
    name = rest.split("/", maxsplit=1)[0]
    wanted = str(as_dict(encryption.get("identity")).get("userAssignedIdentity") or "")
    if not wanted:  # a first-party principal uses the key then; whether it may is not modelled
        customer_managed_keys.require_protected_key(put.world, uri, name)
        return
    assigned = as_dict(as_dict(put.body.get("identity")).get("userAssignedIdentities"))
    if wanted.lower() not in [item.lower() for item in assigned]:
        raise bad_request("ValidationError", f"'{wanted}' is not assigned to the workspace.", target="encryption")
    principal = str(user_identity(put.world, wanted).get("principalId") or "")
    customer_managed_keys.require_usable_key(put.world, uri, name, principal)


@computes(WORKSPACE)
def workspace_view(world: World, resource: Resource) -> Json:
    """Ids, addresses, connections."""
    identity = world.chance.guid("workspace", resource.id.key, str(resource.incarnation))
    return {"properties": {
        "workspaceId": identity, "notebookInfo": {"resourceId": world.chance.hex(32, "notebook", resource.id.key)},
        "discoveryUrl": f"https://{resource.location}.api.azureml.ms/discovery", "serviceProvisionedResourceGroup": "",
        "mlFlowTrackingUri": f"azureml://{resource.location}.api.azureml.ms/mlflow/v1.0{resource.id}",
        "privateEndpointConnections": connections_to(world, resource), "storageHnsEnabled": False,
    }}  # fmt: skip


@on_delete(WORKSPACE, source=_TF)
def hub_is_empty(world: World, resource: Resource) -> None:
    """A hub with projects cannot be deleted."""
    users = world.referring(resource.id, WORKSPACE)
    if users:
        raise bad_request("BadRequest", f"Hub '{resource.id.name}' still has the project '{users[0].id.name}'.")
