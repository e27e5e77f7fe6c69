"""Subnets: prefixes, reserved names, delegations, who is in them."""

from ipaddress import IPv4Network

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings, sub_id
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, normalises, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import NSG, ROUTE_TABLE, SUBNET, etag_of, require, sub_resource
from simulated_azure.services.network.virtual_networks import is_inside, networks, subnet_prefixes

ENDPOINT = "Microsoft.Network/privateEndpoints"
AZURE_ADDRESSES = 5
SMALLEST_PREFIX = 29

# Longest prefix that each reserved name accepts. AZD bastion/configuration-settings.md; LZB preflight; TF firewall and
# network validators; ZOD.
RESERVED = {
    "azurefirewallsubnet": 26, "azurefirewallmanagementsubnet": 26, "azurebastionsubnet": 26,
    "gatewaysubnet": 29, "routeserversubnet": 27,
}  # fmt: skip

_REFERENCES = (
    ("networkSecurityGroup", NSG), ("routeTable", ROUTE_TABLE), ("natGateway", "Microsoft.Network/natGateways"),
)  # fmt: skip

# Types that live in a subnet and keep it from being deleted.
_RESIDENTS = frozenset({
    "microsoft.network/privateendpoints", "microsoft.network/networkinterfaces", "microsoft.network/azurefirewalls",
    "microsoft.network/bastionhosts", "microsoft.network/applicationgateways", "microsoft.apimanagement/service",
    "microsoft.network/virtualnetworkgateways", "microsoft.app/managedenvironments",
    "microsoft.network/dnsresolvers/inboundendpoints", "microsoft.network/dnsresolvers/outboundendpoints",
    "microsoft.compute/virtualmachinescalesets",
})  # fmt: skip

defaults(SUBNET, {"properties": {
    "privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled", "delegations": [],
}})  # fmt: skip
immutable(
    SUBNET,
    Immutable("properties.defaultOutboundAccess", "DefaultOutboundAccessCannotBeChanged"),
    source="arm-semantics 2.6: SDK docstring network/subnet.py",
)


def delegations(subnet: Json) -> list[str]:
    """Service names that a subnet's properties delegate to."""
    return [str(as_dict(item.get("properties")).get("serviceName", "")) for item in dicts(subnet.get("delegations"))]


def prefix_length(subnet: Json) -> int:
    """Length of a subnet's first prefix."""
    prefixes = networks(subnet_prefixes(subnet))
    return prefixes[0].prefixlen if prefixes else 0


@on_put(SUBNET, source="arm-semantics 2.1: rest-api-specs#14202; ZOD; AZD api-management/inject-vnet-v2.md")
def prefix_fits(put: Put) -> None:
    """A subnet lies inside its network, overlaps no other one and is no smaller than /29."""
    parent = put.id.parent
    network = put.world.find(parent) if parent else None
    prefixes = networks(subnet_prefixes(put.properties))
    if not prefixes or network is None:
        raise bad_request("NetcfgInvalidSubnet", f"Subnet '{put.id.name}' has no address prefix.")
    for prefix in prefixes:
        if not is_inside(prefix, network.properties):
            raise bad_request("NetcfgInvalidSubnet", f"Subnet '{put.id.name}' ({prefix}) is not inside its network.")
        if isinstance(prefix, IPv4Network) and prefix.prefixlen > SMALLEST_PREFIX:
            raise bad_request("NetcfgInvalidSubnet", f"Subnet '{put.id.name}' ({prefix}) is smaller than /29.")
        for other in put.world.children(network.id, SUBNET):
            if other.id.key != put.id.key and any(
                prefix.overlaps(p) for p in networks(subnet_prefixes(other.properties))
            ):
                raise bad_request(
                    "NetcfgSubnetRangesOverlap", f"Subnet '{put.id.name}' ({prefix}) overlaps subnet '{other.id.name}'."
                )


@on_put(
    SUBNET, source="arm-semantics 1: AZD bastion/configuration-settings.md; LZB preflight; TF firewall/validate; ZOD"
)
def reserved_name_is_big_enough(put: Put) -> None:
    """Azure Firewall, Bastion, gateways and route servers need a minimum size."""
    longest = RESERVED.get(put.id.name.lower())
    if longest is not None and prefix_length(put.properties) > longest:
        raise bad_request("NetcfgInvalidSubnet", f"'{put.id.name}' must be /{longest} or larger.")


@on_put(SUBNET, source="terraform-provider-azurerm#11211 (InUsePrefixCannotBeDeleted); arm-semantics 2.1")
def prefix_in_use_stays(put: Put) -> None:
    """The prefix of a subnet with something inside cannot be changed."""
    if put.old is None or set(subnet_prefixes(put.old.properties)) <= set(subnet_prefixes(put.properties)):
        return
    if residents(put.world, put.old):
        raise bad_request(
            "InUsePrefixCannotBeDeleted",
            f"IpPrefix {subnet_prefixes(put.old.properties)[0]} on Subnet {put.id.name} has active allocations.",
        )


def residents(world: World, subnet: Resource) -> list[str]:
    """What lives in a subnet: ids of resources, then of service association links."""
    users = [item.id.text for item in world.referring(subnet.id) if item.id.type_key in _RESIDENTS]
    return users + sorted({link for _owner, link in world.holders(subnet.id)})


@on_put(SUBNET, source="Microsoft.Network/virtualNetworks/subnets REST reference: sub-resources; TF network/validate")
def references_exist(put: Put) -> None:
    """Security group, route table and NAT gateway exist and are in the network's region."""
    parent = put.id.parent
    network = put.world.find(parent) if parent else None
    for name, arm_type in _REFERENCES:
        target = sub_id(put.properties.get(name))
        if target:
            found = require(put.world, put.id, target, region=network.location if network else "")
            if found.id.type_key != arm_type.lower():
                raise bad_request("InvalidResourceReference", f"'{target}' is not a {arm_type}.")


@on_put(SUBNET, source="arm-semantics 4.2: Foundry; FS #153")
def delegation_in_use_stays(put: Put) -> None:
    """A delegation that a service association link relies on cannot be removed."""
    holders = put.world.holders(put.id)
    if put.old is None or not holders:
        return
    missing = set(delegations(put.old.properties)) - set(delegations(put.properties))
    if missing:
        raise bad_request(
            "SubnetMissingRequiredDelegation",
            f"Subnet '{put.id.name}' needs the delegation {sorted(missing)} for the link '{holders[0][1]}'.",
        )


@normalises(SUBNET)
def one_prefix_property(put: Put) -> None:
    """Drop what only GET shows, so that a read body can be sent back."""
    for name in ("privateEndpoints", "ipConfigurations", "serviceAssociationLinks", "provisioningState", "purpose"):
        put.properties.pop(name, None)


def addresses_in(world: World, subnet: Resource, *, but: ResourceId | None = None) -> set[str]:
    """Addresses of a subnet that something has; `but` leaves one resource out."""
    found: set[str] = set()
    for item in world.referring(subnet.id):
        if but is None or item.id.key != but.key:
            server = as_dict(item.body.get(SERVER_ONLY))
            found |= {*strings(server.get("addresses")), *(str(each) for each in as_dict(server.get("slots")).values())}
    return found


def free_address(subnet: Resource, taken: set[str]) -> str:
    """The first address of a subnet that nobody has; Azure keeps four at the start and one at the end.

    Raises:
        ArmError: 400 SubnetIsFull.
    """
    network = next(item for item in networks(subnet_prefixes(subnet.properties)) if isinstance(item, IPv4Network))
    for offset in range(AZURE_ADDRESSES - 1, network.num_addresses - 1):
        address = str(network[offset])
        if address not in taken:
            return address
    raise bad_request("SubnetIsFull", f"Subnet '{subnet.id.name}' has no address left.")


@computes(SUBNET)
def subnet_view(world: World, resource: Resource) -> Json:
    """Delegations with ids, the endpoints inside, and links of services."""
    etag = etag_of(world, resource)
    actions = {"actions": ["Microsoft.Network/virtualNetworks/subnets/join/action"]}
    items = dicts(resource.properties.get("delegations"))
    shown: Json = {"delegations": [sub_resource(resource.id, "delegations", item, etag, actions) for item in items]}
    endpoints = world.referring(resource.id, ENDPOINT)
    if endpoints:
        shown["privateEndpoints"] = [{"id": item.id.text} for item in endpoints]
    links = sorted({link for _owner, link in world.holders(resource.id)})
    if links:
        shown["serviceAssociationLinks"] = [
            {"id": link, "name": link.rsplit("/", 1)[1], "properties": {"provisioningState": "Succeeded"}}
            for link in links
        ]
    if strings(resource.properties.get("addressPrefixes")) and not resource.properties.get("addressPrefix"):
        shown["addressPrefixes"] = resource.properties["addressPrefixes"]
    return {"etag": etag, "properties": shown}


@on_delete(SUBNET, source="arm-semantics 4.2; LZT#22, FS#153")
def nothing_inside(world: World, resource: Resource) -> None:
    """A subnet with endpoints, injected services or a service association link cannot be deleted."""
    users = residents(world, resource)
    if users:
        raise bad_request(
            "InUseSubnetCannotBeDeleted",
            f"Subnet '{resource.id.name}' is in use by {users[0]} and cannot be deleted."
            + (" The link goes when its account has been purged." if users[0].endswith("legionservicelink") else ""),
        )
