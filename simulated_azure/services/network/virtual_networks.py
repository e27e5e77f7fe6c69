"""Virtual networks: address space, inline subnets."""

from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network

from simulated_azure.arm.checks import fill_defaults
from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings, sub_id
from simulated_azure.arm.rules import REGISTRY, Immutable, Put, computes, defaults, immutable, normalises, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import view
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import SUBNET, VNET, etag_of

PEERING = f"{VNET}/virtualNetworkPeerings"

defaults(VNET, {"properties": {"enableDdosProtection": False}})


def networks(prefixes: list[str]) -> list[IPv4Network | IPv6Network]:
    """Parsed prefixes.

    Raises:
        ArmError: 400 InvalidAddressPrefixFormat.
    """
    found: list[IPv4Network | IPv6Network] = []
    for prefix in prefixes:
        try:
            found.append(ip_network(prefix))
        except ValueError as error:
            raise bad_request("InvalidAddressPrefixFormat", f"'{prefix}' is not an address prefix: {error}.") from None
    return found


def address_space(network: Json) -> list[IPv4Network | IPv6Network]:
    """The address space in the properties of a virtual network."""
    return networks(strings(as_dict(network.get("addressSpace")).get("addressPrefixes")))


@on_put(VNET, source="arm-semantics 2.1: rest-api-specs#14202")
def address_space_is_valid(put: Put) -> None:
    """A virtual network needs an address space of prefixes that do not overlap."""
    spaces = address_space(put.properties)
    if not spaces:
        raise bad_request("InvalidRequestFormat", "A virtual network needs 'addressSpace.addressPrefixes'.")
    for index, space in enumerate(spaces):
        for other in spaces[:index]:
            if space.overlaps(other):
                raise bad_request("NetcfgInvalidVirtualNetworkSite", f"Prefixes {other} and {space} overlap.")


@on_put(VNET, source="arm-semantics 2.1: rest-api-specs#14202 (unique names)")
def inline_subnets_differ(put: Put) -> None:
    """Inline subnets have names that differ."""
    names = [str(item.get("name", "")).lower() for item in dicts(put.properties.get("subnets"))]
    if len(set(names)) != len(names):
        raise bad_request("InvalidRequestFormat", f"Names of subnets must differ: {names}.", target="subnets")


@on_put(VNET, source="arm-semantics 2.1: rest-api-specs#14202")
def subnets_stay_inside(put: Put) -> None:
    """An address space cannot shrink below the subnets that exist."""
    spaces = address_space(put.properties)
    for subnet in put.world.children(put.id, SUBNET):
        for prefix in networks(subnet_prefixes(subnet.properties)):
            if not any(_inside(prefix, space) for space in spaces):
                raise bad_request(
                    "NetcfgInvalidSubnet", f"Subnet '{subnet.id.name}' ({prefix}) is outside the network."
                )


def _inside(prefix: IPv4Network | IPv6Network, space: IPv4Network | IPv6Network) -> bool:
    if isinstance(prefix, IPv4Network) and isinstance(space, IPv4Network):
        return prefix.subnet_of(space)
    return isinstance(prefix, IPv6Network) and isinstance(space, IPv6Network) and prefix.subnet_of(space)


def is_inside(prefix: IPv4Network | IPv6Network, network: Json) -> bool:
    """Whether a prefix lies in the address space of a virtual network."""
    return any(_inside(prefix, space) for space in address_space(network))


def subnet_prefixes(subnet: Json) -> list[str]:
    """The prefixes of a subnet, from either of its two properties."""
    single = subnet.get("addressPrefix")
    return [str(single)] if single else strings(subnet.get("addressPrefixes"))


@normalises(VNET)
def inline_subnets(put: Put) -> None:
    """Store inline subnets as resources of their own; without the property the present ones stay."""
    put.properties.pop("virtualNetworkPeerings", None)
    given = put.properties.pop("subnets", None)
    if given is not None:
        put.afterwards.append(partial(_replace_subnets, put, dicts(given)))


def _replace_subnets(put: Put, given: list[Json]) -> None:
    wanted = {str(item.get("name", "")).lower() for item in given}
    for subnet in put.world.children(put.id, SUBNET):
        if subnet.id.name.lower() not in wanted:
            for check in REGISTRY.delete_checks[SUBNET.lower()]:
                check(put.world, subnet)
            put.world.remove(subnet.id)
    for item in given:
        child = put.id.child("subnets", str(item.get("name", "")))
        body: Json = {"properties": {**as_dict(item.get("properties"))}}
        request = Put(child, body, put.world.find(child), put.world, put.api_version)
        for check in REGISTRY.put_checks[SUBNET.lower()]:
            check(request)
        fill_defaults(request)
        for normalise in REGISTRY.normalisers[SUBNET.lower()]:
            normalise(request)
        put.world.save(child, request.body, put.api_version, request.old)


@computes(VNET)
def network_view(world: World, resource: Resource) -> Json:
    """What a virtual network shows besides what was written."""
    prefixes = as_dict(resource.properties.get("addressSpace"))
    return {
        "etag": etag_of(world, resource),
        "properties": {
            "addressSpace": prefixes,
            "resourceGuid": world.chance.guid("resource", resource.id.key, str(resource.incarnation)),
            "subnets": [view(world, item) for item in world.children(resource.id, SUBNET)],
            "virtualNetworkPeerings": [view(world, item) for item in world.children(resource.id, PEERING)],
        },
    }


immutable(
    PEERING, Immutable("properties.remoteVirtualNetwork.id", "ChangingRemoteVirtualNetworkNotAllowed"),
    source="arm-semantics 2.6: TF ForceNew (peering: remote virtual network)",
)  # fmt: skip


@computes(PEERING)
def peering_view(world: World, resource: Resource) -> Json:
    """Initiated until the other side peers as well, then Connected; Disconnected when that side went."""
    own, remote = resource.id.parent, world.find(sub_id(resource.properties.get("remoteVirtualNetwork")))
    if own is None or remote is None:
        return {"properties": {"peeringState": "Disconnected", "peeringSyncLevel": "FullyInSync"}}
    back = [item for item in world.referring(own, PEERING) if item.id.parent and item.id.parent.key == remote.id.key]
    return {"etag": etag_of(world, resource), "properties": {
        "peeringState": "Connected" if back else "Initiated", "peeringSyncLevel": "FullyInSync",
        "remoteAddressSpace": remote.properties.get("addressSpace"),
    }}  # fmt: skip


@on_put(PEERING, source="arm-semantics 2.1: ZOD")
def peering_is_possible(put: Put) -> None:
    """Peered networks must not overlap; gateway transit excludes the use of remote gateways."""
    own = put.id.parent
    local = put.world.find(own) if own else None
    remote = put.world.find(sub_id(put.properties.get("remoteVirtualNetwork")))
    if put.properties.get("allowGatewayTransit") and put.properties.get("useRemoteGateways"):
        raise bad_request("InvalidRequestFormat", "'allowGatewayTransit' and 'useRemoteGateways' exclude each other.")
    if local is None or remote is None:
        raise bad_request("InvalidResourceReference", "The remote virtual network was not found.")
    for space in address_space(local.properties):
        if any(space.overlaps(other) for other in address_space(remote.properties)):
            raise bad_request("VnetAddressSpacesOverlap", f"{space} overlaps the address space of '{remote.id.name}'.")
