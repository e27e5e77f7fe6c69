"""Microsoft.KeyVault: vaults, keys, secrets, and the conditions for customer-managed keys elsewhere."""

from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.remains import bring_back
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    SoftDelete,
    computes,
    defaults,
    ignores_changes,
    immutable,
    normalises,
    on_delete,
    on_put,
    soft_deletes,
    write_only,
)  # fmt: skip
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network.private_endpoints import connections_to

VAULT = "Microsoft.KeyVault/vaults"
KEY = "Microsoft.KeyVault/vaults/keys"
SECRET = "Microsoft.KeyVault/vaults/secrets"  # noqa: S105 - a resource type
_DEFAULT_RETENTION = 90
_RETENTION = range(7, 91)
_SOFT_DELETE = "arm-semantics 4.1: ASD key-vault/general/soft-delete-overview.md"

defaults(VAULT, {"properties": {
    "enabledForDeployment": False, "enabledForDiskEncryption": False, "enabledForTemplateDeployment": False,
    "enableSoftDelete": True, "softDeleteRetentionInDays": _DEFAULT_RETENTION, "enableRbacAuthorization": False,
    "accessPolicies": [], "publicNetworkAccess": "Enabled",
}})  # fmt: skip
write_only(VAULT, "properties.createMode")
immutable(
    VAULT,
    Immutable("properties.softDeleteRetentionInDays", "BadRequest"),
    Immutable("properties.tenantId", "BadRequest"),
    source="arm-semantics 2.3: TF keyvault/key_vault_resource.go",
)
# A key is made by its first PUT and never changed by another one; that is for the data plane.
ignores_changes(
    KEY,
    "properties",
    "tags",
    source="Key Vault REST reference, Keys - Create If Not Exist: an existing key is returned without any write",
)
write_only(SECRET, "properties.value")


def _vault(world: World, resource: Resource) -> Json:
    """Properties of a vault, or of the vault of a key or secret."""
    found = world.find(resource.id.parent) if resource.id.parent else resource
    return found.properties if found else {}


def _days(world: World, resource: Resource) -> float:
    return float(_vault(world, resource).get("softDeleteRetentionInDays") or _DEFAULT_RETENTION)


def _protected(world: World, resource: Resource) -> bool:
    return bool(_vault(world, resource).get("enablePurgeProtection"))


_OBJECTS = (KEY.lower(), SECRET.lower())
soft_deletes(VAULT, SoftDelete(_days, _protected, with_children=_OBJECTS), source=_SOFT_DELETE)
soft_deletes(KEY, SoftDelete(_days, _protected), source=_SOFT_DELETE)
soft_deletes(SECRET, SoftDelete(_days, _protected), source=_SOFT_DELETE)


@on_put(VAULT, source="arm-semantics 2.3: TF keyvault/key_vault_resource.go; ASD soft-delete-overview.md")
def protection_is_irreversible(put: Put) -> None:
    """Purge protection is either true or absent, and stays; retention is 7-90 days."""
    wanted = put.properties.get("enablePurgeProtection")
    before = put.old.properties.get("enablePurgeProtection") if put.old else None
    if wanted is False:
        raise bad_request("BadRequest", "'enablePurgeProtection' cannot be set to false; leave it out instead.")
    if before:
        put.properties["enablePurgeProtection"] = True
    days = put.properties.get("softDeleteRetentionInDays")
    if days is not None and int(days) not in _RETENTION:
        raise bad_request("BadRequest", f"'softDeleteRetentionInDays' is {days}; 7 to 90 is accepted.")
    if not put.properties.get("tenantId") or not put.properties.get("sku"):
        raise bad_request("BadRequest", "A vault needs 'tenantId' and 'sku'.")


@on_put(VAULT, source="arm-semantics 4.1, 9 (2): azure-service-operator#3400")
def vault_name_is_free(put: Put) -> None:
    """Vault names are global, and soft-deleted vaults keep theirs until purged or recovered."""
    if not put.creating:
        return
    kept = put.world.soft_deleted(VAULT, put.id.name)
    if str(put.properties.get("createMode", "")).lower() == "recover":
        mine = [item for item in kept if item["key"] == put.id.key]
        if not mine:
            raise conflict("SoftDeletedVaultDoesNotExist", f"There is no deleted vault '{put.id.name}' to recover.")
        bring_back(put, mine[0])
        return
    if kept:
        raise conflict(
            "ConflictError", f"A vault named '{put.id.name}' exists in deleted state; recover or purge it first."
        )
    if put.world.of_type(VAULT, name=put.id.name) or taken_elsewhere(put):
        raise conflict("VaultAlreadyExists", f"The vault name '{put.id.name}' is already in use.")


def taken_elsewhere(put: Put) -> bool:
    """Whether another tenant holds the globally unique name of a resource."""
    return put.id.name.lower() in [str(item).lower() for item in put.world.fact("namesTakenElsewhere")]


@computes(VAULT)
def vault_view(world: World, resource: Resource) -> Json:
    """The vault's address and its private endpoint connections."""
    shown: Json = {
        "vaultUri": f"https://{resource.id.name.lower()}.vault.azure.net/",
        "hsmPoolResourceId": None,
    }
    connections = connections_to(world, resource)
    if connections:
        shown["privateEndpointConnections"] = connections
    return {"properties": shown}


@on_put(KEY, SECRET, source=_SOFT_DELETE)
def object_name_is_free(put: Put) -> None:
    """A deleted key or secret keeps its name until purged or recovered."""
    if put.creating and any(item["key"] == put.id.key for item in put.world.soft_deleted(put.id.type, put.id.name)):
        raise conflict("Conflict", f"'{put.id.name}' is deleted but recoverable (ObjectIsDeletedButRecoverable).")


@on_put(KEY, source="Key Vault REST reference, create key; arm-semantics 2.6")
def key_is_possible(put: Put) -> None:
    """RSA keys have 2048, 3072 or 4096 bits; HSM keys need a premium vault."""
    kind = str(put.properties.get("kty") or "")
    size = put.properties.get("keySize")
    if not kind:
        raise bad_request("BadParameter", "A key needs 'kty'.", target="kty")
    if kind.startswith("RSA") and size is not None and int(size) not in {2048, 3072, 4096}:
        raise bad_request("BadParameter", f"'keySize' is {size}; 2048, 3072 or 4096 is accepted.", target="keySize")
    vault = put.world.find(put.id.parent) if put.id.parent else None
    tier = str(as_dict(vault.properties.get("sku")).get("name", "")).lower() if vault else ""
    if kind.endswith("-HSM") and tier != "premium":
        raise bad_request("BadParameter", "HSM-protected keys need a vault of sku 'premium'.", target="kty")


@normalises(KEY)
def key_defaults(put: Put) -> None:
    """Size, operations and attributes that the service fills in."""
    if str(put.properties.get("kty", "")).startswith("RSA"):
        put.properties.setdefault("keySize", 2048)
    every = ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"]
    put.properties["keyOps"] = put.properties.get("keyOps") or every
    put.properties.setdefault("attributes", {}).setdefault("enabled", True)


@computes(KEY)
def key_view(world: World, resource: Resource) -> Json:
    """Addresses of the key, with and without version, and its dates (seconds since the epoch)."""
    vault = resource.id.parent
    base = f"https://{vault.name.lower() if vault else ''}.vault.azure.net/keys/{resource.id.name}"
    version = world.chance.hex(32, "version", resource.id.key, str(resource.incarnation))
    return {"location": _location(world, vault), "properties": {
        "keyUri": base, "keyUriWithVersion": f"{base}/{version}",
        "attributes": {
            "created": int(resource.created_at), "updated": int(resource.created_at),
            "recoveryLevel": "Recoverable" if _protected(world, resource) else "Recoverable+Purgeable",
            "exportable": False,
        },
    }}  # fmt: skip


@computes(SECRET)
def secret_view(world: World, resource: Resource) -> Json:
    """Addresses of the secret; never its value."""
    vault = resource.id.parent
    base = f"https://{vault.name.lower() if vault else ''}.vault.azure.net/secrets/{resource.id.name}"
    version = world.chance.hex(32, "version", resource.id.key, str(resource.revision))
    return {"location": _location(world, vault), "properties": {
        "secretUri": base, "secretUriWithVersion": f"{base}/{version}",
        "attributes": {"enabled": True, "created": int(resource.created_at), "updated": int(resource.updated_at)},
    }}  # fmt: skip


def _location(world: World, vault: ResourceId | None) -> str:
    found = world.find(vault) if vault else None
    return found.location if found else ""


@on_delete(KEY, SECRET, source="arm-semantics 4.1, 5: PAN custom_keyvault.go; #4450@PAN; TF key_vault_resource.go")
def data_plane_is_reachable(world: World, resource: Resource) -> None:
    """Keys are deleted through the data plane, which a private vault refuses from outside."""
    vault = world.find(resource.id.parent) if resource.id.parent else None
    if vault is None or world.deleting != resource.id.key:
        return
    lag = float(world.fact("dnsLagMinutes"))
    if lag and not world.clock.passed(vault.created_at, lag):
        raise ArmError(503, "HostNotFound", f"The name of vault '{vault.id.name}' does not resolve yet.")
    if world.fact("callerInsideNetwork"):
        return
    if str(vault.properties.get("publicNetworkAccess", "")).lower() == "disabled":
        raise ArmError(
            403, "Forbidden", f"Public network access of '{vault.id.name}' is disabled (ForbiddenByConnection);"
            f" delete '{resource.id.name}' from inside the network, or with its vault.",
        )  # fmt: skip
