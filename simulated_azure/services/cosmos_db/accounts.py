"""Cosmos DB accounts."""

from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import user_identity
from simulated_azure.arm.world import World
from simulated_azure.services import customer_managed_keys
from simulated_azure.services.key_vault import taken_elsewhere
from simulated_azure.services.managed_identity import require_identities
from simulated_azure.services.network.private_endpoints import connections_to

ACCOUNT = "Microsoft.DocumentDB/databaseAccounts"

defaults(ACCOUNT, {"kind": "GlobalDocumentDB", "properties": {
    "publicNetworkAccess": "Enabled", "disableLocalAuth": False, "databaseAccountOfferType": "Standard",
    "consistencyPolicy": {"defaultConsistencyLevel": "Session", "maxIntervalInSeconds": 5, "maxStalenessPrefix": 100},
    "enableAutomaticFailover": False, "isVirtualNetworkFilterEnabled": False, "virtualNetworkRules": [], "ipRules": [],
    "minimalTlsVersion": "Tls12", "capabilities": [], "cors": [],
}})  # fmt: skip
immutable(
    ACCOUNT,
    Immutable("kind", "BadRequest"),
    Immutable("properties.enableFreeTier", "BadRequest"),
    Immutable("properties.enableAnalyticalStorage", "BadRequest"),
    source="arm-semantics 2.5, 2.6: TF ForceNew; LZB v2.0.16 (analytical storage cannot be toggled)",
)


@on_put(ACCOUNT, source="arm-semantics 2.5: ZOD")
def account_is_possible(put: Put) -> None:
    """The name is free in the world; locations have unique failover priorities."""
    if put.creating and (put.world.of_type(ACCOUNT, name=put.id.name) or taken_elsewhere(put)):
        raise conflict("DatabaseAccountAlreadyExists", f"The account name '{put.id.name}' is already taken.")
    locations = dicts(put.properties.get("locations"))
    if not locations:
        raise bad_request("BadRequest", "An account needs 'locations'.")
    priorities = [item.get("failoverPriority", 0) for item in locations]
    if len(set(priorities)) != len(priorities):
        raise bad_request("BadRequest", f"Failover priorities must be unique: {priorities}.")
    names = {str(item.get("name")) for item in dicts(put.properties.get("capabilities"))}
    if put.body.get("kind") == "MongoDB" and names & {"EnableGremlin", "EnableTable", "EnableCassandra"}:
        raise bad_request("BadRequest", f"Kind MongoDB excludes the capabilities {sorted(names)}.")
    refused = [str(item).lower() for item in put.world.fact("regionsWithoutAnalyticalStorage")]
    if put.creating and put.properties.get("enableAnalyticalStorage") and put.body.get("location") in refused:
        raise bad_request("BadRequest", "Analytical storage is not available in this region.")
    require_identities(put)


@on_put(ACCOUNT, source="arm-semantics 2.6: TF ForceNew (Cosmos: key vault key removal, Continuous to Periodic)")
def account_never_goes_back(put: Put) -> None:
    """Continuous backup and a customer-managed key cannot be given up."""
    if put.old is None:
        return
    before, after = (as_dict(item.get("backupPolicy")).get("type") for item in (put.old.properties, put.properties))
    if before == "Continuous" and after == "Periodic":
        raise bad_request("BadRequest", "Continuous backup cannot be changed to Periodic.", target="backupPolicy")
    if put.old.properties.get("keyVaultKeyUri") and put.properties.get("keyVaultKeyUri") == "":
        raise bad_request("BadRequest", "The customer-managed key cannot be removed.", target="keyVaultKeyUri")


@on_put(ACCOUNT, source=customer_managed_keys.SOURCE)
def account_key_is_usable(put: Put) -> None:
    """A customer-managed key exists, is protected, and the default identity may use it."""
    uri, _, rest = str(put.properties.get("keyVaultKeyUri") or "").partition("/keys/")
    if not uri:
        return
    named = str(put.properties.get("defaultIdentity") or "")
    assigned = as_dict(as_dict(put.body.get("identity")).get("userAssignedIdentities"))
    identity = named.partition("=")[2]
    principal = str(user_identity(put.world, identity).get("principalId") or "") if identity in assigned else ""
    customer_managed_keys.require_usable_key(put.world, uri, rest.split("/", maxsplit=1)[0], principal)


@computes(ACCOUNT)
def account_view(world: World, resource: Resource) -> Json:
    """Endpoint, instance id, regions, connections."""
    name = resource.id.name.lower()
    regions = [
        {**item, "id": f"{name}-{item.get('locationName')}", "provisioningState": "Succeeded",
         "documentEndpoint": f"https://{name}-{item.get('locationName')}.documents.azure.com:443/"}
        for item in dicts(resource.properties.get("locations"))
    ]  # fmt: skip
    return {"properties": {
        "documentEndpoint": f"https://{name}.documents.azure.com:443/",
        "instanceId": world.chance.guid("instance", resource.id.key, str(resource.incarnation)),
        "locations": regions, "readLocations": regions, "writeLocations": regions[:1],
        "failoverPolicies": [{"id": item["id"], "locationName": item.get("locationName"),
                              "failoverPriority": item.get("failoverPriority", 0)} for item in regions],
        "privateEndpointConnections": connections_to(world, resource),
    }}  # fmt: skip


@on_delete(ACCOUNT, source="arm-semantics 4.2: #11785@TF (conflicts with its endpoint); #28831@TF (PreconditionFailed)")
def endpoints_go_first(world: World, resource: Resource) -> None:
    """An account that a private endpoint connects to cannot be deleted."""
    users = connections_to(world, resource)
    if users:
        raise ArmError(
            412, "PreconditionFailed", "An operation in progress requires an exclusive lock on the account: it is still"
            f" connected to '{users[0]['properties']['privateEndpoint']['id']}'.",
        )  # fmt: skip
