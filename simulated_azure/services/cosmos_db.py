"""Microsoft.DocumentDB: accounts, as far as the landing zone needs them."""

from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import Json, dicts
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.key_vault import taken_elsewhere
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
    source="arm-semantics 2.6: TF ForceNew",
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
