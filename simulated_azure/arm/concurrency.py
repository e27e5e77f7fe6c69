"""Parents that refuse overlapping writes, as data (arm-semantics 3.1).

A write takes the guards of everything it touches for as long as its operation runs; a second write that needs one
of them is refused with the parent's own code. Only `AnotherOperationInProgress` is retried by the real provider.
"""

from dataclasses import dataclass, replace

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts, sub_id
from simulated_azure.arm.world import references


@dataclass(frozen=True)
class Guard:
    """What a parent answers to a second write.

    Args:
        parent: type whose instances are guarded.
        members: types below the parent that take the guard, with all that lies below them; empty: the parent itself
            and everything below it.
        only: types below the parent that take the guard without what lies below them; "" is the parent itself.
        endpoints: whether private endpoints that target the parent take it too.
        deferred: the second write is accepted and its operation fails.
    """

    parent: str
    status: int
    code: str
    message: str
    source: str
    members: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    endpoints: bool = False
    deferred: bool = False


_API_MANAGEMENT_TREE = ("apis", "products", "apiversionsets", "tags")

GUARDS: tuple[Guard, ...] = (
    Guard("microsoft.network/virtualnetworks", 409, "AnotherOperationInProgress",
          "Another operation on this or a dependent resource is in progress.",
          "#903,#699@PAN; rest-api-specs#14202"),
    Guard("microsoft.network/networksecuritygroups", 409, "AnotherOperationInProgress",
          "Another rule of this security group is being written.", "TF locks NSG; #699@PAN"),
    Guard("microsoft.network/routetables", 409, "AnotherOperationInProgress",
          "Another route of this table is being written.", "TF locks route table; #699@PAN"),
    Guard("microsoft.network/privateendpoints", 409, "AnotherOperationInProgress",
          "The private endpoint or its zone group is being written.", "#28715@TF"),
    Guard("microsoft.managedidentity/userassignedidentities", 409,
          "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
          "Too many federated identity credentials are written at once for the managed identity.",
          "TF locks UAMI; AZD workload-identity-federation-considerations.md",
          members=("federatedidentitycredentials",)),
    Guard("microsoft.network/firewallpolicies", 409, "AnotherOperationInProgress",
          "Another rule collection group of this policy is being written.", "LZB azure-firewall.bicep; TF locks"),
    Guard("microsoft.cognitiveservices/accounts", 409, "RequestConflict",
          "Another operation is being performed on the parent resource.",
          "#22607,#22939,#33298@TF; Azure/azure-dev#9398", endpoints=True),
    Guard("microsoft.documentdb/databaseaccounts", 412, "PreconditionFailed",
          "The account is under an exclusive lock of another operation.", "#15842,#14364,#11126@TF", endpoints=True),
    Guard("microsoft.keyvault/vaults", 409, "ConflictError",
          "The vault changed from the point the operation began.", "#1013@PAN; #32095@TF", endpoints=True),
    Guard("microsoft.apimanagement/service", 409, "PessimisticConcurrencyConflict",
          "Another write to the same part of the service is in progress.", "Azure/apiops#497",
          members=_API_MANAGEMENT_TREE),
    Guard("microsoft.search/searchservices", 409, "Conflict",
          "Another shared private link resource of the service is being written.", "#28601,#32517@TF",
          members=("sharedprivatelinkresources",)),
    Guard("microsoft.insights/privatelinkscopes", 409, "Conflict",
          "Cannot modify the scope while another of its resources is being provisioned.",
          "#22236@TF; Azure/bicep-registry-modules#3208: an endpoint beside a scoped resource fails",
          members=("scopedresources",), endpoints=True),
    Guard("microsoft.storage/storageaccounts", 409, "StorageAccountOperationInProgress",
          "An operation that requires exclusive access is in progress on this storage account.",
          "TF network/private_endpoint_resource.go; Azure/bicep-registry-modules#6001",
          only=("", "blobservices", "fileservices", "queueservices", "tableservices"), endpoints=True, deferred=True),
    Guard("microsoft.network/virtualnetworks/subnets", 429, "ReferencedResourceNotProvisioned",
          "The subnet is being changed by another private endpoint.",
          "TF network/private_endpoint_resource.go; LZB #41", members=("none",), deferred=True),
)  # fmt: skip

_ATTACHING = Guard(
    "microsoft.network/virtualnetworks", 429, "ReferencedResourceNotProvisioned",
    "The subnet is not in state Succeeded, because its virtual network is being changed.",
    "#30197,#17649@TF; microsoft/AzureTRE#3433, #1494: an endpoint beside PutSubnetOperation", deferred=True,
)  # fmt: skip
_TOGETHER = Guard(
    "microsoft.network/virtualnetworks", 500, "InternalServerError",
    "An error occurred: a firewall and a VPN gateway attach to the virtual network at once.",
    "jonathan-vella/azure-smb-rf ADR-0004 (firewall and VPN gateway together)", deferred=True,
)  # fmt: skip
_SLOW_GATEWAYS = frozenset({"microsoft.network/azurefirewalls", "microsoft.network/virtualnetworkgateways"})
# What an endpoint is answered where its target is being written, when that differs from the guard itself.
_AT_ENDPOINTS = {
    "microsoft.documentdb/databaseaccounts": (500, "InternalServerError", "Two endpoints at once."),
    "microsoft.insights/privatelinkscopes": (
        400, "BadRequest", "Call to the private link scope failed: Mismatching RequiredMembers in Request."
    ),  # Azure/bicep-types-az#2122, Azure/bicep-registry-modules#3208
}  # fmt: skip
_BY_PARENT = {guard.parent: guard for guard in GUARDS}
_SUBNET = _BY_PARENT["microsoft.network/virtualnetworks/subnets"]
_NETWORK = _BY_PARENT["microsoft.network/virtualnetworks"]
PRIVATE_ENDPOINT = "microsoft.network/privateendpoints"


def guards_of(resource_id: ResourceId, body: Json) -> dict[str, Guard]:
    """The guards that a write takes: name of the guarded instance -> what it answers to a second write."""
    found: dict[str, Guard] = {}
    for guard in GUARDS:
        parent = resource_id.ancestor(guard.parent)
        if parent is None:
            continue
        below = resource_id.type_key[len(guard.parent) + 1 :]
        whole = not guard.members and not guard.only
        if whole or below.split("/")[0] in guard.members or below in guard.only:
            found[parent.key] = guard
    if resource_id.type_key == PRIVATE_ENDPOINT:
        found.update(_endpoint_guards(body))
    return found


def taken_by(resource_id: ResourceId, body: Json) -> set[str]:
    """Everything that a write holds while its operation runs: its guards, and a share of the networks it attaches to.

    Any number of writes may attach to one virtual network at once; none of them beside a write of the network itself.
    """
    networks = _networks(resource_id, body)
    gateways = (_gateways(network) for network in networks if resource_id.type_key in _SLOW_GATEWAYS)
    return {*guards_of(resource_id, body), *(_attached(network) for network in networks), *gateways}


def must_be_free(resource_id: ResourceId, body: Json) -> dict[str, Guard]:
    """What no other write may hold when a write begins: name -> what the write is answered otherwise."""
    found = guards_of(resource_id, body)
    for name in [name for name, guard in found.items() if guard is _NETWORK]:
        found[_attached(name)] = _NETWORK  # arm-semantics 3.1: gateways attaching
    networks = _networks(resource_id, body)
    if resource_id.type_key in _SLOW_GATEWAYS:
        found |= dict.fromkeys((_gateways(network) for network in networks), _TOGETHER)
    return found | dict.fromkeys(networks, _ATTACHING)


def _attached(network: str) -> str:
    return f"attached to {network}"


def _gateways(network: str) -> str:
    return f"gateways of {network}"


def _networks(resource_id: ResourceId, body: Json) -> set[str]:
    """Virtual networks in whose subnets a resource is put."""
    if resource_id.ancestor(_NETWORK.parent) is not None:
        return set()
    ids = (ResourceId.parse(key) for key in references(body) if "/subnets/" in key)
    found = (item.ancestor(_NETWORK.parent) for item in ids)
    return {network.key for network in found if network is not None}


def _endpoint_guards(body: Json) -> dict[str, Guard]:
    properties = as_dict(body.get("properties"))
    found: dict[str, Guard] = {}
    for target in endpoint_targets(properties):
        guard = _BY_PARENT.get(ResourceId.parse(target).type_key)
        if guard is not None and guard.endpoints:
            found[target.lower()] = _at_endpoints(guard)
    subnet = sub_id(properties.get("subnet"))
    if subnet:
        found[f"endpoints of {subnet.lower()}"] = _SUBNET
    return found


def _at_endpoints(guard: Guard) -> Guard:
    if guard.parent not in _AT_ENDPOINTS:
        return guard
    status, code, message = _AT_ENDPOINTS[guard.parent]
    return replace(guard, status=status, code=code, message=message)


def endpoint_targets(properties: Json) -> list[str]:
    """Ids of the resources that a private endpoint connects to."""
    connections = dicts(properties.get("privateLinkServiceConnections"))
    connections += dicts(properties.get("manualPrivateLinkServiceConnections"))
    found = [str(as_dict(item.get("properties")).get("privateLinkServiceId") or "") for item in connections]
    return [item for item in found if item]


class OverlapError(ArmError):
    """A write met another one under the same parent; `running` is the resource id of that one."""

    def __init__(self, guard: Guard, running: str) -> None:
        super().__init__(guard.status, guard.code, f"{guard.message} In progress: {running}.")
        self.running = running
