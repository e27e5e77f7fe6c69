"""Microsoft.ContainerRegistry: registries."""

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services import ACTIONS, customer_managed_keys
from simulated_azure.services.key_vault import taken_elsewhere
from simulated_azure.services.managed_identity import require_identities
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT

REGISTRY_TYPE = "Microsoft.ContainerRegistry/registries"
_SKUS = ("Basic", "Standard", "Premium")
_PREMIUM = "AZD container-registry/container-registry-skus.md; Azure/azure-policy ACR_SkuSupportsPrivateEndpoints"

defaults(REGISTRY_TYPE, {"properties": {
    "adminUserEnabled": False, "publicNetworkAccess": "Enabled", "zoneRedundancy": "Disabled",
    "anonymousPullEnabled": False, "dataEndpointEnabled": False, "networkRuleBypassOptions": "AzureServices",
    "encryption": {"status": "disabled"},
    "policies": {"quarantinePolicy": {"status": "disabled"}, "exportPolicy": {"status": "enabled"},
                 "trustPolicy": {"type": "Notary", "status": "disabled"},
                 "retentionPolicy": {"days": 7, "status": "disabled"},
                 "azureADAuthenticationAsArmPolicy": {"status": "enabled"}},
}})  # fmt: skip
immutable(
    REGISTRY_TYPE,
    Immutable("properties.zoneRedundancy", "BadRequest"),
    Immutable("properties.encryption.status", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew (zone redundancy); AZD container-registry/tutorial-customer-managed-keys.md",
)


def _sku(body: Json) -> str:
    return str(as_dict(body.get("sku")).get("name") or "")


@on_put(REGISTRY_TYPE, source=f"{_PREMIUM}; arm-semantics 1 (global name)")
def registry_is_possible(put: Put) -> None:
    """The name is free in the world; closing the network, zones and own keys need Premium."""
    if _sku(put.body) not in _SKUS:
        raise bad_request("BadRequest", f"sku '{_sku(put.body)}' is not one of {_SKUS}.", target="sku.name")
    if put.creating and (put.world.of_type(REGISTRY_TYPE, name=put.id.name) or taken_elsewhere(put)):
        raise conflict("AlreadyInUse", f"The registry DNS name {put.id.name.lower()}.azurecr.io is already in use.")
    properties = put.properties
    wants = {
        "publicNetworkAccess": properties.get("publicNetworkAccess") == "Disabled",
        "zoneRedundancy": properties.get("zoneRedundancy") == "Enabled",
        "networkRuleSet": bool(properties.get("networkRuleSet")),
        "encryption": as_dict(properties.get("encryption")).get("status") == "enabled",
        "dataEndpointEnabled": bool(properties.get("dataEndpointEnabled")),
    }
    for name, wanted in wants.items():
        if wanted and _sku(put.body) != "Premium":
            raise bad_request("BadRequest", f"'{name}' needs sku Premium.", target=name)
    require_identities(put)


@on_put(REGISTRY_TYPE, source="AZD container-registry/container-registry-disable-export.md")
def export_needs_public_access(put: Put) -> None:
    """Exports can be off only where public network access is off too."""
    export = as_dict(as_dict(put.properties.get("policies")).get("exportPolicy")).get("status")
    if export == "disabled" and put.properties.get("publicNetworkAccess", "Enabled") != "Disabled":
        raise bad_request("BadRequest", "'exportPolicy' off needs 'publicNetworkAccess' Disabled.")


@on_put(REGISTRY_TYPE, source=customer_managed_keys.SOURCE)
def registry_key_is_usable(put: Put) -> None:
    """A customer-managed key exists, is protected, and the named identity may use it."""
    encryption = as_dict(put.properties.get("encryption"))
    if encryption.get("status") != "enabled":
        return
    vault = as_dict(encryption.get("keyVaultProperties"))
    uri, _, rest = str(vault.get("keyIdentifier") or "").partition("/keys/")
    principal = customer_managed_keys.principal_of_client(put, str(vault.get("identity") or ""))
    customer_managed_keys.require_usable_key(put.world, uri, rest.split("/", maxsplit=1)[0], principal)


@on_put(ENDPOINT, source=_PREMIUM)
def registry_tier_has_private_link(put: Put) -> None:
    """Private endpoints need a Premium registry."""
    for target in endpoint_targets(put.properties):
        found = put.world.find(target)
        if found is not None and found.id.type_key == REGISTRY_TYPE.lower() and _sku(found.body) != "Premium":
            raise bad_request("BadRequest", f"'{found.id.name}' is {_sku(found.body)}; private link needs Premium.")


@computes(REGISTRY_TYPE)
def registry_view(world: World, resource: Resource) -> Json:
    """Address, date, connections."""
    return {"sku": {"tier": _sku(resource.body)}, "properties": {
        "loginServer": f"{resource.id.name.lower()}.azurecr.io", "dataEndpointHostNames": [],
        "creationDate": world.clock.stamp(resource.created_at),
        "privateEndpointConnections": connections_to(world, resource),
    }}  # fmt: skip


def _credentials(world: World, resource: Resource) -> Json:
    if not resource.properties.get("adminUserEnabled"):
        raise bad_request("UnAuthorizedForCredentialOperations", "The admin user of the registry is disabled.")
    values = [{"name": name, "value": world.chance.secret(resource.id.key, name)} for name in ("password", "password2")]
    return {"username": resource.id.name.lower(), "passwords": values}


ACTIONS[(REGISTRY_TYPE.lower(), "listcredentials")] = _credentials
