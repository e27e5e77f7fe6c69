"""Private endpoints of a stack: what each one leads to, and which DNS zones it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from ai_policies.azure_data import PRIVATE_LINK
from ai_policies.kit import ABSENT, UNKNOWN, Graph, Resource, View
from ai_policies.kit.findings import UnknownRead
from ai_policies.kit.resource import parse_id

ENDPOINT = "Microsoft.Network/privateEndpoints"
GROUP = f"{ENDPOINT}/privateDnsZoneGroups"
ZONE = "Microsoft.Network/privateDnsZones"
LINK = f"{ZONE}/virtualNetworkLinks"
NETWORK = "Microsoft.Network/virtualNetworks"
SUBNET = f"{NETWORK}/subnets"
CONNECTIONS = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")

_GROUPS = {arm_type.casefold(): groups for arm_type, groups in PRIVATE_LINK.items()}
# Accounts of one kind have one endpoint name; those that host Foundry have three.
_ZONES_BY_KIND = {
    "openai": ("privatelink.openai.azure.com",),
    "aiservices": PRIVATE_LINK["Microsoft.CognitiveServices/accounts"]["account"],
}
_ENTERPRISE_REDIS_ZONE = "privatelink.redisenterprise.cache.azure.net"
# ARM type -> a property, and the values of it by which the resource takes no endpoint of the stack's (none: any value).
# A gateway, cache or server inside a network takes none; Azure makes that of a private cluster itself; a project is
# reached through the endpoint of its hub. Source: the page of each service on private networking.
_WITHOUT_ENDPOINT: dict[str, tuple[str, tuple[str, ...]]] = {
    "microsoft.apimanagement/service": ("virtualNetworkType", ("internal", "external")),
    "microsoft.cache/redis": ("subnetId", ()),
    "microsoft.containerservice/managedclusters": ("apiServerAccessProfile.enablePrivateCluster", ("true",)),
    "microsoft.dbforpostgresql/flexibleservers": ("network.delegatedSubnetResourceId", ()),
    "microsoft.machinelearningservices/workspaces": ("kind", ("project",)),
}


@dataclass(frozen=True)
class Connection:
    """One connection of a private endpoint: the endpoint, what it leads to (an id when outside the stack), groups."""

    endpoint: Resource
    target: Resource | str | None
    groups: tuple[str, ...]


def connections(graph: Graph) -> tuple[list[Connection], list[UnknownRead]]:
    """All connections of the stack's endpoints, and those that cannot be followed yet."""
    found: list[Connection] = []
    unclear: list[UnknownRead] = []
    for endpoint in graph.of(ENDPOINT):
        for key in CONNECTIONS:
            try:
                found += [_connection(graph, endpoint, key, item) for item in endpoint.items(key)]
            except UnknownRead as read:
                unclear.append(read)
    return found, unclear


def groups_given(graph: Graph, resource: Resource) -> set[str]:
    """Groups, in lower case, that the stack's endpoints reach a resource by."""
    return {group.casefold() for item in graph.once(_by_target).get(resource.urn, ()) for group in item.groups}


def of_endpoint(graph: Graph, endpoint: Resource) -> list[Connection]:
    """Connections of one endpoint."""
    return graph.once(_by_endpoint).get(endpoint.urn, [])


def _by_target(graph: Graph) -> dict[str, list[Connection]]:
    return _grouped(graph, lambda item: item.target.urn if isinstance(item.target, Resource) else "")


def _by_endpoint(graph: Graph) -> dict[str, list[Connection]]:
    return _grouped(graph, lambda item: item.endpoint.urn)


def _grouped(graph: Graph, key: Callable[[Connection], str]) -> dict[str, list[Connection]]:
    found: dict[str, list[Connection]] = {}
    for item in graph.once(connections)[0]:
        found.setdefault(key(item), []).append(item)
    return found


def _connection(graph: Graph, endpoint: Resource, key: str, item: View) -> Connection:
    target = graph.resolve(endpoint, key, item.find("privateLinkServiceId"), *PRIVATE_LINK)
    return Connection(endpoint, target, tuple(item.texts("groupIds")))


def groups_of(arm_type: str) -> dict[str, tuple[str, ...]]:
    """Groups of an ARM type with their zones, empty when it has no Private Link."""
    return _GROUPS.get(arm_type.casefold(), {})


def needs_endpoint(resource: Resource) -> bool:
    """Whether a program has to give the resource an endpoint, see `_WITHOUT_ENDPOINT`.

    Raises:
        UnknownRead: that depends on a value which is not known yet.
    """
    path, values = _WITHOUT_ENDPOINT.get(resource.arm_type.casefold(), ("", ()))
    value = resource.read(path) if path else ABSENT
    if value is ABSENT or value is None or value == "":
        return True
    return bool(values) and str(value).casefold() not in values


def zones_needed(connection: Connection) -> set[str]:
    """Names of the zones that the connection's endpoint needs, in lower case.

    Raises:
        UnknownRead: the region or the account's kind decides, and is not known yet.
    """
    target = connection.target
    parsed = parse_id(target) if isinstance(target, str) else None
    arm_type = target.arm_type if isinstance(target, Resource) else parsed[0] if parsed else ""
    table = {group.casefold(): zones for group, zones in groups_of(arm_type).items()}
    zones = [zone for group in connection.groups for zone in table.get(group.casefold(), ())]
    if isinstance(target, Resource) and target.is_type("Microsoft.CognitiveServices/accounts"):
        zones = list(_ZONES_BY_KIND.get(target.text("kind").casefold(), ("privatelink.cognitiveservices.azure.com",)))
    if isinstance(target, Resource) and target.is_type("Microsoft.Cache/redisEnterprise"):
        zones = [_ENTERPRISE_REDIS_ZONE] if target.text("sku.name").casefold().startswith("enterprise") else zones
    if any("{region}" in zone for zone in zones):
        home = target if isinstance(target, Resource) else connection.endpoint
        region = home.text("location").replace(" ", "").casefold()
        zones = [zone.replace("{region}", region) for zone in zones]
    return {zone.casefold() for zone in zones}


def zones_given(graph: Graph, group: Resource) -> list[Resource | str]:
    """Zones that a DNS zone group registers its endpoint in.

    Raises:
        UnknownRead: ids are unknown and the engine's record does not lead to as many zones.
    """
    ids = [item.find("privateDnsZoneId") for item in group.items("privateDnsZoneConfigs")]
    unknown = [arm_id for arm_id in ids if arm_id is UNKNOWN]
    known = [graph.resolve(group, "privateDnsZoneConfigs", arm_id, ZONE) for arm_id in ids if arm_id is not UNKNOWN]
    zones = [zone for zone in known if zone is not None]
    if unknown:
        linked = [zone for zone in graph.linked(group, "privateDnsZoneConfigs", ZONE) if zone not in zones]
        if len(linked) != len(unknown):
            raise UnknownRead(group.path_of("privateDnsZoneConfigs"), group.urn)
        zones += linked
    return zones


def zone_name(zone: Resource | str) -> str:
    """Name of a zone, in lower case."""
    if isinstance(zone, Resource):
        if not zone.arm_name:
            raise UnknownRead(zone.path_of("privateZoneName"), zone.urn)
        return zone.arm_name.casefold()
    parsed = parse_id(zone)
    return parsed[1].casefold() if parsed else zone.casefold()


def network_of(graph: Graph, endpoint: Resource) -> Resource | str | None:
    """The virtual network that an endpoint lies in, its id when outside the stack.

    Raises:
        UnknownRead: nothing says which subnet or network it is.
    """
    subnet = graph.target(endpoint, "subnet.id", SUBNET)
    if isinstance(subnet, Resource):
        return graph.ancestor(subnet, NETWORK)
    if subnet is None:
        return None
    arm_id = subnet.rpartition("/subnets/")[0]
    return graph.resolve(endpoint, "subnet", arm_id, NETWORK)


def identity_of(network: Resource | str) -> str:
    """What tells one network from another: the URN of one in the stack, else its id in lower case."""
    return network.urn if isinstance(network, Resource) else network.casefold()
