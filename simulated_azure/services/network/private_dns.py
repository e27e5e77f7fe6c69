"""Private DNS zones, their links and records."""

from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.ids import same_id
from simulated_azure.arm.json_values import Json, as_dict, dicts, sub_id
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import VNET, etag_of, require

ZONE = "Microsoft.Network/privateDnsZones"
LINK = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
ZONE_GROUP = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"
_MOST_ZONES = 5
_RECORD_TYPES = ("A", "AAAA", "CNAME", "MX", "PTR", "SRV", "TXT", "SOA")
_RECORDS = tuple(f"{ZONE}/{kind}" for kind in _RECORD_TYPES)

defaults(LINK, {"properties": {"registrationEnabled": False}})
immutable(LINK, Immutable("properties.virtualNetwork.id", "BadRequest"), source="arm-semantics 2.6: TF ForceNew")


@on_put(LINK, source="arm-semantics 2.2: foundry-samples#214; azure-aks-docs#212")
def one_zone_per_name_and_network(put: Put) -> None:
    """A network exists and links at most one zone of a given name, once."""
    target, zone = sub_id(put.properties.get("virtualNetwork")), put.id.parent
    network = require(put.world, put.id, target or "/subscriptions/none")
    if network.id.type_key != VNET.lower() or zone is None:
        raise bad_request("BadRequest", f"'{target}' is not a virtual network.")
    for link in put.world.referring(network.id, LINK):
        other = link.id.parent
        if other is None or link.id.key == put.id.key or other.name.lower() != zone.name.lower():
            continue
        if other.key == zone.key:
            raise conflict("Conflict", f"Zone '{zone.name}' is linked to this network already, by '{link.id.name}'.")
        raise bad_request(
            "BadRequest",
            f"The virtual network cannot be linked to multiple zones with overlapping namespaces: '{other}'"
            f" is linked already.",
        )


@on_put(LINK, source="azure-powershell#9537 (already in use: the network was moved or re-created); arm-semantics 2.2")
def network_is_the_one_that_was_linked(put: Put) -> None:
    """A network that was deleted and made again cannot be linked while links of the former one are left."""
    network = put.world.find(sub_id(put.properties.get("virtualNetwork")))
    if network is None:
        return
    put.body.setdefault(SERVER_ONLY, {}).setdefault("network", network.incarnation)
    for link in put.world.referring(network.id, LINK):
        linked = as_dict(link.body.get(SERVER_ONLY)).get("network", network.incarnation)
        if put.creating and linked != network.incarnation:
            put.failure = conflict(
                "Conflict",
                f"Virtual network resource identity '{network.id}' is already in use, by '{link.id}'. This is possible"
                " when the virtual network was moved, or re-created.",
            )


@on_delete(ZONE, source="arm-semantics 4.2: azure-cli#15010; deployment-stacks#227")
def links_go_first(world: World, resource: Resource) -> None:
    """A zone cannot be deleted before its virtual network links."""
    links = world.children(resource.id, LINK)
    if links and world.deleting == resource.id.key:
        raise conflict("CannotDeleteResource", f"Nested resources exist, such as '{links[0].id}'. Delete them first.")


@computes(ZONE)
def zone_view(world: World, resource: Resource) -> Json:
    """Counters of a zone; the records of private endpoints count as well."""
    links = world.children(resource.id, LINK)
    records = [item for item in world.children(resource.id) if item.id.type in _RECORDS]
    registering = [item for item in links if item.properties.get("registrationEnabled")]
    return {
        "etag": world.chance.guid("etag", resource.id.key, str(resource.revision)),
        "properties": {
            "internalId": world.chance.hex(32, "zone", resource.id.key),
            "maxNumberOfRecordSets": 25000,
            "maxNumberOfVirtualNetworkLinks": 1000,
            "maxNumberOfVirtualNetworkLinksWithRegistration": 100,
            "numberOfRecordSets": 1 + len(records) + len(world.referring(resource.id, ZONE_GROUP)),
            "numberOfVirtualNetworkLinks": len(links),
            "numberOfVirtualNetworkLinksWithRegistration": len(registering),
        },
    }


@computes(LINK)
def link_view(world: World, resource: Resource) -> Json:
    """A link reports that it has been completed."""
    etag = world.chance.guid("etag", resource.id.key, str(resource.revision))
    return {"etag": etag, "properties": {"virtualNetworkLinkState": "Completed"}}


@on_put(*_RECORDS, source="Microsoft.Network/privateDnsZones REST reference, record sets")
def record_is_complete(put: Put) -> None:
    """A record set has a time to live."""
    if put.properties.get("ttl") is None:
        raise bad_request("BadRequest", f"Record set '{put.id.name}' needs 'ttl'.", target="ttl")


@computes(*_RECORDS)
def record_view(world: World, resource: Resource) -> Json:
    """The full name of a record set."""
    zone = resource.id.parent
    zone_name = zone.name if zone else ""
    fqdn = f"{zone_name}." if resource.id.name == "@" else f"{resource.id.name}.{zone_name}."
    return {"etag": etag_of(world, resource), "properties": {"fqdn": fqdn, "isAutoRegistered": False}}


@on_put(ZONE_GROUP, source="arm-semantics 2.2: LZB v1.1.7; TF network/private_endpoint_resource.go")
def group_is_valid(put: Put) -> None:
    """An endpoint has one zone group; its zones exist and the list is not empty."""
    parent = put.id.parent
    siblings = put.world.children(parent, ZONE_GROUP) if parent else []
    if any(item.id.key != put.id.key for item in siblings):
        raise bad_request(
            "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
            f"'{siblings[0].id.name}' is the zone group of this private endpoint already.",
        )
    configs = dicts(put.properties.get("privateDnsZoneConfigs"))
    if not configs:
        raise bad_request("InvalidRequestFormat", "A zone group needs at least one entry in 'privateDnsZoneConfigs'.")
    for config in configs:
        target = str(config.get("properties", {}).get("privateDnsZoneId") or "")
        found = require(put.world, put.id, target or "/subscriptions/none")
        if found.id.type_key != ZONE.lower():
            raise bad_request("InvalidResourceReference", f"'{target}' is not a private DNS zone.")


@on_put(
    ZONE_GROUP,
    source="Azure/ResourceModules network/private-endpoint (a zone group holds up to five zones); arm-semantics 2.2",
)
def zones_are_few(put: Put) -> None:
    """A zone group has at most five entries."""
    configs = dicts(put.properties.get("privateDnsZoneConfigs"))
    if len(configs) > _MOST_ZONES:
        raise bad_request("BadRequest", f"A zone group has at most {_MOST_ZONES} entries; {len(configs)} given.")


def zones_of(world: World, endpoint: Resource) -> list[str]:
    """Names of the zones that an endpoint's zone group writes to."""
    groups = world.children(endpoint.id, ZONE_GROUP)
    ids = [str(item.get("properties", {}).get("privateDnsZoneId", "")) for group in groups
           for item in dicts(group.properties.get("privateDnsZoneConfigs"))]  # fmt: skip
    return [item.rsplit("/", 1)[1] for item in ids if not same_id(item, "")]


def record_in(zone: str, host: str) -> str:
    """Name of the record set that a zone for private endpoints holds for a public host name; '' when it holds none."""
    suffix = f".{zone.removeprefix('privatelink.')}"
    return host.removesuffix(suffix) if host.endswith(suffix) else ""
