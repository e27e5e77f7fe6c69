"""Microsoft.Storage: accounts, blob service, containers."""

from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    after_delete,
    computes,
    defaults,
    immutable,
    on_put,
    singleton,
)  # fmt: skip
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import system_principal, user_identity
from simulated_azure.arm.world import World
from simulated_azure.services import ACTIONS, customer_managed_keys
from simulated_azure.services.availability import hold_name, is_held
from simulated_azure.services.key_vault import taken_elsewhere
from simulated_azure.services.managed_identity import identity_type, require_identities
from simulated_azure.services.network.private_endpoints import connections_to

ACCOUNT = "Microsoft.Storage/storageAccounts"
BLOB_SERVICE = "Microsoft.Storage/storageAccounts/blobServices"
CONTAINER = "Microsoft.Storage/storageAccounts/blobServices/containers"
_ENDPOINTS = ("blob", "dfs", "file", "queue", "table", "web")
_REFUSED = "AccountPropertyCannotBeUpdated"
_LOCALLY = frozenset({"Standard_LRS", "Standard_GRS", "Standard_RAGRS"})

defaults(ACCOUNT, {"properties": {
    "accessTier": "Hot", "allowBlobPublicAccess": False, "allowCrossTenantReplication": False,
    "minimumTlsVersion": "TLS1_0", "supportsHttpsTrafficOnly": True,
    "publicNetworkAccess": "Enabled", "dnsEndpointType": "Standard",
    "networkAcls": {"bypass": "AzureServices", "defaultAction": "Allow", "virtualNetworkRules": [], "ipRules": [],
                    "ipv6Rules": []},
    "encryption": {"keySource": "Microsoft.Storage", "services": {
        "blob": {"enabled": True, "keyType": "Account"}, "file": {"enabled": True, "keyType": "Account"}}},
}})  # fmt: skip
immutable(
    ACCOUNT,
    Immutable("properties.encryption.requireInfrastructureEncryption", _REFUSED),
    Immutable("properties.isHnsEnabled", _REFUSED),
    Immutable("properties.isNfsV3Enabled", _REFUSED),
    Immutable("properties.dnsEndpointType", _REFUSED),
    Immutable("kind", _REFUSED, frozenset({("Storage", "StorageV2")})),
    source="arm-semantics 2.5, 2.6: #22@PAN; TF ForceNew",
)
immutable(
    CONTAINER,
    Immutable("properties.defaultEncryptionScope", "ContainerPropertyCannotBeUpdated"),
    Immutable("properties.denyEncryptionScopeOverride", "ContainerPropertyCannotBeUpdated"),
    source="arm-semantics 2.6: TF ForceNew",
)
defaults(BLOB_SERVICE, {"properties": {"deleteRetentionPolicy": {"enabled": False, "allowPermanentDelete": False},
                                       "cors": {"corsRules": []}}})  # fmt: skip
defaults(CONTAINER, {"properties": {
    "publicAccess": "None", "defaultEncryptionScope": "$account-encryption-key", "denyEncryptionScopeOverride": False,
}})  # fmt: skip
for _service in ("blobServices", "fileServices", "queueServices", "tableServices"):
    singleton(f"{ACCOUNT}/{_service}", {"properties": {"cors": {"corsRules": []}}})


@on_put(ACCOUNT, source="arm-semantics 2.5: AZD azure-resource-manager/troubleshooting/error-storage-account-name.md")
def account_is_possible(put: Put) -> None:
    """Kind and sku are given, the name is free in the world, identities exist."""
    if not put.body.get("kind") or not as_dict(put.body.get("sku")).get("name"):
        raise bad_request("InvalidRequestPropertyName", "A storage account needs 'kind' and 'sku.name'.")
    present = put.world.of_type(ACCOUNT, name=put.id.name) if put.creating else []
    if any(item.id.subscription.lower() == put.id.subscription.lower() for item in present):
        raise conflict(
            "StorageAccountInAnotherResourceGroup",
            f"The account {put.id.name} is already in another resource group in this subscription.",
        )
    if present or (put.creating and taken_elsewhere(put)):
        raise _taken(put.id.name)
    require_identities(put)


@on_put(
    ACCOUNT, source="azure-docs#125845 (error-storage-account-name.md); Azure/azure-powershell#19219; terraform#6702"
)
def name_is_released(put: Put) -> None:
    """The name of an account that was deleted lately may be taken still (fact `storageNameHoldMinutes`)."""
    if put.creating and is_held(put.world, ACCOUNT, put.id.name):
        raise _taken(put.id.name)


def _taken(name: str) -> ArmError:
    return conflict("StorageAccountAlreadyTaken", f"The storage account named {name} is already taken.")


@after_delete(ACCOUNT)
def keep_the_name(world: World, resource: Resource) -> None:
    """See `name_is_released`."""
    hold_name(world, resource.id, float(world.fact("storageNameHoldMinutes")))


@on_put(ACCOUNT, source="arm-semantics 2.5, 2.6: ZOD; TF ForceNew")
def redundancy_family_stays(put: Put) -> None:
    """A PUT cannot move an account between zonal and local redundancy, nor change its tier."""
    if put.old is None:
        return
    before = str(as_dict(put.old.body.get("sku")).get("name"))
    after = str(as_dict(put.body.get("sku")).get("name"))
    tiers = {before.partition("_")[0], after.partition("_")[0]}
    if len(tiers) > 1 or (before in _LOCALLY) != (after in _LOCALLY):
        raise bad_request(_REFUSED, f"The sku cannot be changed from {before} to {after}.", target="sku.name")


@on_put(ACCOUNT, source=customer_managed_keys.SOURCE)
def key_is_usable(put: Put) -> None:
    """A customer-managed key exists, is protected, and the identity may use it."""
    encryption = as_dict(put.properties.get("encryption"))
    if str(encryption.get("keySource", "")).lower() != "microsoft.keyvault":
        return
    vault = as_dict(encryption.get("keyvaultproperties") or encryption.get("keyVaultProperties"))
    identity = str(as_dict(encryption.get("identity")).get("userAssignedIdentity") or "")
    assigned = [item.lower() for item in as_dict(as_dict(put.body.get("identity")).get("userAssignedIdentities"))]
    if identity and identity.lower() not in assigned:
        raise bad_request("InvalidValuesForRequestParameters", f"'{identity}' is not assigned to the account.")
    principal = str(user_identity(put.world, identity).get("principalId") or "")
    if not identity and put.old is not None and "systemassigned" in identity_type(put.body):
        principal = system_principal(put.world, put.id, put.old.incarnation)
    customer_managed_keys.require_usable_key(
        put.world, str(vault.get("keyvaulturi") or vault.get("keyVaultUri") or ""),
        str(vault.get("keyname") or vault.get("keyName") or ""), principal,
    )  # fmt: skip


@computes(ACCOUNT)
def account_view(world: World, resource: Resource) -> Json:
    """Endpoints, locations, key dates and sku tier."""
    sku = str(as_dict(resource.body.get("sku")).get("name", ""))
    name, created = resource.id.name.lower(), world.clock.stamp(resource.created_at)
    shown: Json = {
        "creationTime": created,
        "keyCreationTime": {"key1": created, "key2": created},
        "primaryEndpoints": {item: _endpoint(name, item) for item in _ENDPOINTS},
        "primaryLocation": resource.location,
        "statusOfPrimary": "available",
        "privateEndpointConnections": connections_to(world, resource),
    }
    if as_dict(resource.properties.get("encryption")).get("keyvaultproperties"):
        vault = as_dict(as_dict(resource.properties["encryption"])["keyvaultproperties"])
        version = world.chance.hex(32, "version", str(vault.get("keyvaulturi")), str(vault.get("keyname")))
        uri = f"{str(vault.get('keyvaulturi')).rstrip('/')}/keys/{vault.get('keyname')}/{version}"
        shown["encryption"] = {"keyvaultproperties": {
            "currentVersionedKeyIdentifier": uri, "lastKeyRotationTimestamp": created,
        }}  # fmt: skip
    return {"sku": {"tier": sku.partition("_")[0]}, "properties": shown}


def _endpoint(name: str, service: str) -> str:
    zone = "z1." if service == "web" else ""
    return f"https://{name}.{zone}{service}.core.windows.net/"


@on_put(CONTAINER, source="AZD storage/blobs/anonymous-read-access-prevent.md")
def container_is_private(put: Put) -> None:
    """Anonymous access to a container needs an account that allows it."""
    account = put.id.ancestor(ACCOUNT)
    found = put.world.find(account) if account else None
    wanted = put.properties.get("publicAccess") or "None"
    if wanted != "None" and found is not None and not found.properties.get("allowBlobPublicAccess"):
        raise conflict("PublicAccessNotPermitted", "Public access is not permitted on this storage account.")


@on_put(BLOB_SERVICE, source="AZD storage/blobs/point-in-time-restore-overview.md")
def restore_needs_protection(put: Put) -> None:
    """Point-in-time restore needs versioning, change feed and a longer soft delete."""
    restore = as_dict(put.properties.get("restorePolicy"))
    if not restore.get("enabled"):
        return
    kept = as_dict(put.properties.get("deleteRetentionPolicy"))
    feed = as_dict(put.properties.get("changeFeed")).get("enabled")
    if not (put.properties.get("isVersioningEnabled") and feed and kept.get("enabled")):
        raise bad_request("InvalidBlobServiceProperties", "Restore needs versioning, change feed and blob soft delete.")
    if int(restore.get("days") or 0) >= int(kept.get("days") or 0):
        raise bad_request("InvalidBlobServiceProperties", "Restore must reach less far back than blob soft delete.")


@computes(BLOB_SERVICE)
def blob_service_view(world: World, resource: Resource) -> Json:
    """The sku of the account, and the oldest point to restore to."""
    account = world.find(resource.id.parent) if resource.id.parent else None
    sku = as_dict(account.body.get("sku")) if account else {}
    shown: Json = {"sku": {"name": sku.get("name"), "tier": str(sku.get("name", "")).partition("_")[0]}}
    if as_dict(resource.properties.get("restorePolicy")).get("enabled"):
        shown["properties"] = {"restorePolicy": {"minRestoreTime": world.clock.stamp(resource.created_at)}}
    return shown


@computes(CONTAINER)
def container_view(world: World, resource: Resource) -> Json:
    """Lease state, dates and holds."""
    return {
        "etag": f'"{world.chance.hex(16, "etag", resource.id.key, str(resource.revision)).upper()}"',
        "properties": {
            "deleted": False, "deletedTime": None, "remainingRetentionDays": 0, "leaseState": "Available",
            "leaseStatus": "Unlocked", "lastModifiedTime": world.clock.stamp(resource.updated_at),
            "hasImmutabilityPolicy": False, "hasLegalHold": False,
        },
    }  # fmt: skip


def _list_keys(world: World, resource: Resource) -> Json:
    if resource.properties.get("allowSharedKeyAccess") is False:
        raise bad_request("KeyBasedAuthenticationNotPermitted", "Shared key access is off for this storage account.")
    keys = [
        {"keyName": name, "permissions": "Full", "value": world.chance.secret(resource.id.key, name)}
        for name in ("key1", "key2")
    ]
    return {"keys": keys}


ACTIONS[(ACCOUNT.lower(), "listkeys")] = _list_keys
