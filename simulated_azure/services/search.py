"""Microsoft.Search: search services."""

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services import ACTIONS
from simulated_azure.services.key_vault import taken_elsewhere
from simulated_azure.services.managed_identity import require_identities
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT

SERVICE = "Microsoft.Search/searchServices"
SHARED_LINK = f"{SERVICE}/sharedPrivateLinkResources"
_PARTITIONS = frozenset({1, 2, 3, 4, 6, 12})
_LONGEST_MESSAGE = 140
_GROWTH = ("basic", "standard", "standard2", "standard3")
_STORAGE = ("storage_optimized_l1", "storage_optimized_l2")
_SHARED_GROUPS: dict[str, frozenset[str]] = {
    "microsoft.cognitiveservices/accounts": frozenset(
        {"openai_account", "foundry_account", "cognitiveservices_account"}
    ),
    "microsoft.storage/storageaccounts": frozenset({"blob", "table", "dfs", "file"}),
    "microsoft.documentdb/databaseaccounts": frozenset({"Sql", "MongoDB", "Gremlin"}),
    "microsoft.keyvault/vaults": frozenset({"vault"}),
}
_SKUS = frozenset({
    "free", "basic", "standard", "standard2", "standard3", "storage_optimized_l1", "storage_optimized_l2",
})  # fmt: skip

defaults(SERVICE, {"properties": {
    "replicaCount": 1, "partitionCount": 1, "hostingMode": "Default", "publicNetworkAccess": "Enabled",
    "disableLocalAuth": False, "networkRuleSet": {"ipRules": [], "bypass": "None"}, "semanticSearch": "disabled",
    "encryptionWithCmk": {"enforcement": "Unspecified"},
}})  # fmt: skip
immutable(
    SERVICE, Immutable("properties.hostingMode", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew (hostingMode)",
)  # fmt: skip
immutable(
    SHARED_LINK,
    Immutable("properties.privateLinkResourceId", "BadRequest"),
    Immutable("properties.groupId", "BadRequest"),
    source="TF search/search_shared_private_link_service_resource.go (ForceNew)",
)  # fmt: skip


@on_put(SERVICE, source="arm-semantics 2.5: TF search validators; LZB v1.0.9")
def service_is_possible(put: Put) -> None:
    """Name free in the world; known sku; replicas 1-12; partitions 1, 2, 3, 4, 6 or 12; no key options without keys."""
    if put.creating and (put.world.of_type(SERVICE, name=put.id.name) or taken_elsewhere(put)):
        raise conflict("ServiceNameUnavailable", f"The service name '{put.id.name}' is not available.")
    properties, sku = put.properties, str(as_dict(put.body.get("sku")).get("name") or "")
    if sku not in _SKUS:
        raise bad_request("InvalidSku", f"sku '{sku}' is unknown; one of {sorted(_SKUS)} is accepted.", target="sku")
    if not 1 <= int(properties.get("replicaCount") or 1) <= 12:
        raise bad_request("BadRequest", "'replicaCount' must be 1 to 12.", target="replicaCount")
    if int(properties.get("partitionCount") or 1) not in _PARTITIONS:
        raise bad_request("BadRequest", "'partitionCount' must be 1, 2, 3, 4, 6 or 12.", target="partitionCount")
    if properties.get("disableLocalAuth") and properties.get("authOptions"):
        raise bad_request(
            "BadRequest", "'authOptions' cannot be set while 'disableLocalAuth' is true.", target="authOptions"
        )
    require_identities(put)


@on_put(ENDPOINT, source="arm-semantics 2.5: TF search validators; AZD search/service-create-private-endpoint.md")
def tier_has_private_link(put: Put) -> None:
    """A free search service has no private endpoints."""
    for item in [put.world.find(target) for target in endpoint_targets(put.properties)]:
        if (
            item is not None
            and item.id.type_key == SERVICE.lower()
            and as_dict(item.body.get("sku")).get("name") == "free"
        ):
            raise bad_request("BadRequest", f"'{item.id.name}' is of sku free, which has no private link.")


@on_put(SHARED_LINK, source="arm-semantics 2.2: LZB v2.1.5")
def shared_target_exists(put: Put) -> None:
    """The target of a shared private link exists."""
    target = str(put.properties.get("privateLinkResourceId") or "")
    if put.world.find(target) is None:
        raise bad_request("ParentResourceNotFound", f"The target '{target}' was not found.")


@on_put(SHARED_LINK, source="arm-semantics 2.2, 2.5: TF search validators; LZB v2.1.5 (group ids of shared links)")
def shared_link_is_possible(put: Put) -> None:
    """A shared link names a sub-resource that its target offers for it, and needs Basic or higher."""
    service = put.world.find(put.id.parent) if put.id.parent else None
    if service is not None and as_dict(service.body.get("sku")).get("name") == "free":
        raise bad_request("BadRequest", f"'{service.id.name}' is of sku free, which has no shared private link.")
    target = put.world.find(str(put.properties.get("privateLinkResourceId") or ""))
    offered = _SHARED_GROUPS.get(target.id.type_key) if target else None
    group = str(put.properties.get("groupId") or "")
    if offered is not None and group not in offered:
        raise bad_request("BadRequest", f"groupId '{group}' is not one of {sorted(offered)}.", target="groupId")
    if len(str(put.properties.get("requestMessage") or "")) > _LONGEST_MESSAGE:
        raise bad_request("BadRequest", f"'requestMessage' has at most {_LONGEST_MESSAGE} characters.")


@computes(SHARED_LINK)
def shared_link_view(_world: World, _resource: Resource) -> Json:
    """The target's owner has to approve a shared link."""
    return {"properties": {"status": "Pending"}}


@on_put(SERVICE, source="arm-semantics 2.6: TF ForceNew (search SKU downgrade or class change)")
def sku_only_grows(put: Put) -> None:
    """The sku of a service can only grow, and within its class."""
    if put.old is None:
        return
    before, after = (str(as_dict(item.get("sku")).get("name") or "") for item in (put.old.body, put.body))
    order = _GROWTH if before in _GROWTH else _STORAGE
    if before != after and (after not in order or order.index(after) < order.index(before)):
        raise bad_request("ServiceSkuCannotBeChanged", f"The sku cannot change from {before} to {after}.", target="sku")


@computes(SERVICE)
def service_view(world: World, resource: Resource) -> Json:
    """State, address, compliance, connections."""
    enforced = as_dict(resource.properties.get("encryptionWithCmk")).get("enforcement")
    return {"properties": {
        "status": "running", "statusDetails": "", "endpoint": f"https://{resource.id.name.lower()}.search.windows.net/",
        "eTag": f'"0x{world.chance.hex(15, "etag", resource.id.key, str(resource.revision)).upper()}"',
        "encryptionWithCmk": {"encryptionComplianceStatus": "Compliant" if enforced else "NonCompliant"},
        "privateEndpointConnections": connections_to(world, resource),
        "sharedPrivateLinkResources": [{"id": item.id.text, "name": item.id.name, "type": item.id.type}
                                       for item in world.children(resource.id, SHARED_LINK)],
    }}  # fmt: skip


def _admin_keys(world: World, resource: Resource) -> Json:
    if resource.properties.get("disableLocalAuth"):
        raise bad_request("BadRequest", "API keys are disabled for this service.")
    return {
        "primaryKey": world.chance.secret(resource.id.key, "1"),
        "secondaryKey": world.chance.secret(resource.id.key, "2"),
    }


ACTIONS[(SERVICE.lower(), "listadminkeys")] = _admin_keys
