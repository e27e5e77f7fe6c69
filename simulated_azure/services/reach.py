"""What a client inside a virtual network reaches: the data-plane effect of private endpoints, zones and access modes.

Sources: AZD private-link/private-endpoint-dns.md (a zone linked to the network overrides the public name; of two
records of one name the last one stands); AMD logs/private-link-design.md (PrivateOnly and Open, exclusions, Log
Analytics ingestion keeps to neither, one scope per DNS); public network access per service.
"""

from dataclasses import dataclass

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings
from simulated_azure.arm.rules import Rule
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network.endpoint_addresses import CONNECTION_LISTS, resolved
from simulated_azure.services.network.private_dns import LINK, ZONE_GROUP, record_in
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT
from simulated_azure.services.private_link import GROUPS
from simulated_azure.services.private_link_names import NAMED, names_of

_SCOPE = "Microsoft.Insights/privateLinkScopes"
_SCOPED = f"{_SCOPE}/scopedResources"
_WORKSPACE = "microsoft.operationalinsights/workspaces"
_PUBLIC_ACCESS = {"ingestion": "publicNetworkAccessForIngestion", "query": "publicNetworkAccessForQuery"}
_RECORD = "microsoft.network/privatednszones/a"
_MONITORED = frozenset({_WORKSPACE, "microsoft.insights/components"})


@dataclass(frozen=True)
class Way:
    """How a client in a network comes to a resource.

    Args:
        what: the host name, or `ingestion` and `query` for resources of Azure Monitor.
        address: the private address that it leads to; '' for the public one.
        accepted: whether the resource takes the request.
        why: one sentence.
    """

    what: str
    address: str
    accepted: bool
    why: str


def ways(world: World, network: ResourceId, resource: Resource) -> list[Way]:
    """Every way from a network to a resource.

    Raises:
        ArmError: 400 NoPrivateLink for a type whose access from networks is not modelled.
    """
    if resource.id.type_key in _MONITORED:
        return [_monitor_way(world, network, resource, purpose) for purpose in _PUBLIC_ACCESS]
    if resource.id.type_key not in NAMED or resource.id.type_key not in GROUPS:
        raise bad_request("NoPrivateLink", f"How networks reach {resource.id.type} is not modelled here.")
    return [
        _way(world, network, resource, name.host)
        for group in _groups(world, resource) or sorted(GROUPS[resource.id.type_key])
        for name in names_of(world, resource, group)
    ]


def _groups(world: World, resource: Resource) -> list[str]:
    """The sub-resources that some endpoint connects to."""
    found: set[str] = set()
    for endpoint in world.referring(resource.id, ENDPOINT):
        for kind in CONNECTION_LISTS:
            for connection in dicts(endpoint.properties.get(kind)):
                found |= set(strings(as_dict(connection.get("properties")).get("groupIds")))
    return sorted(found)


def rules() -> list[Rule]:
    """What is said here about each type, for the coverage page: types whose names are modelled, and Azure Monitor's."""
    named = "A linked zone decides by which address a network reaches it; the public one counts while access is open."
    modes = "A private link scope that is PrivateOnly keeps its networks from resources that it does not hold."
    sources = ("AZD private-link/private-endpoint-dns.md", "AMD logs/private-link-design.md")
    found = [Rule((arm_type,), "data", "ways", named, sources[0]) for arm_type in sorted(NAMED & GROUPS.keys())]
    return found + [Rule((arm_type,), "data", "ways", modes, sources[1]) for arm_type in sorted(_MONITORED)]


def looks_at(type_key: str) -> set[str]:
    """Properties of a type (lower case) that decide what a network reaches."""
    if type_key == _RECORD:
        return {"aRecords"}
    if type_key in _MONITORED:
        return set(_PUBLIC_ACCESS.values())
    return {"publicNetworkAccess"} if type_key in NAMED and type_key in GROUPS else set()


def address_in(world: World, network: ResourceId, host: str) -> str:
    """The private address that a host name has for clients in a network; '' when the public one stands."""
    found: list[tuple[float, str]] = []
    for link in world.referring(network, LINK):
        zone = link.id.parent
        if zone is not None:
            found += _records(world, zone, host.lower())
    return max(found)[1] if found else ""


def _records(world: World, zone: ResourceId, host: str) -> list[tuple[float, str]]:
    wanted = record_in(zone.name, host) or (
        host.removesuffix(f".{zone.name}") if host.endswith(f".{zone.name}") else ""
    )
    found: list[tuple[float, str]] = []
    for record in world.children(zone, f"{zone.type}/A") if wanted else []:
        if _covers(record.id.name.lower(), wanted):
            addresses = [str(item.get("ipv4Address")) for item in dicts(record.properties.get("aRecords"))]
            found += [(record.updated_at, address) for address in addresses[:1]]
    for group in world.referring(zone, ZONE_GROUP) if wanted else []:
        endpoint = world.find(group.id.parent) if group.id.parent else None
        for name, address in resolved(world, endpoint) if endpoint else []:
            if _covers(record_in(zone.name, name), wanted):
                found.append((group.updated_at, address))
    return found


def _covers(record: str, wanted: str) -> bool:
    return record == wanted or (record.startswith("*.") and wanted.endswith(record[1:]))


def _way(world: World, network: ResourceId, resource: Resource, host: str) -> Way:
    address = address_in(world, network, host)
    owner = _owner(world, address) if address else None
    if address and owner is None:
        return Way(host, address, accepted=False, why="The record leads to an address that no endpoint has.")
    if owner is not None:
        if resource.id.key not in [item.lower() for item in endpoint_targets(owner.properties)]:
            return Way(host, address, accepted=False, why=f"The record leads to endpoint '{owner.id.name}' of another.")
        status = _status(world, resource, owner)
        why = f"Endpoint '{owner.id.name}' is {status}."
        return Way(host, address, accepted=status == "Approved", why=why)
    open_ = str(resource.properties.get("publicNetworkAccess") or "Enabled").lower() != "disabled"
    why = "No zone of the network has the name: the public address, which is " + ("open." if open_ else "closed.")
    return Way(host, "", accepted=open_, why=why)


def _owner(world: World, address: str) -> Resource | None:
    endpoints = world.of_type(ENDPOINT)
    return next((item for item in endpoints if address in [found for _host, found in resolved(world, item)]), None)


def _status(world: World, resource: Resource, endpoint: Resource) -> str:
    for connection in connections_to(world, resource):
        properties = as_dict(connection.get("properties"))
        if str(as_dict(properties.get("privateEndpoint")).get("id")).lower() == endpoint.id.key:
            return str(as_dict(properties.get("privateLinkServiceConnectionState")).get("status"))
    return "Disconnected"


def _monitor_way(world: World, network: ResourceId, resource: Resource, purpose: str) -> Way:
    address = address_in(world, network, "api.monitor.azure.com")
    endpoint = _owner(world, address) if address else None
    scope = _scope(world, endpoint) if endpoint else None
    if endpoint is None or scope is None:
        return _publicly(resource, purpose, "The network is connected to no private link scope")
    members = {str(item.properties.get("linkedResourceId")).lower() for item in world.children(scope.id, _SCOPED)}
    if resource.id.key in members:
        return Way(purpose, address, accepted=True, why=f"'{resource.id.name}' is in scope '{scope.id.name}'.")
    own_endpoint = resource.id.type_key == _WORKSPACE and purpose == "ingestion"
    if _mode(scope, endpoint, purpose) == "PrivateOnly" and not own_endpoint:
        why = f"Scope '{scope.id.name}' is PrivateOnly for {purpose} and does not hold '{resource.id.name}'."
        return Way(purpose, address, accepted=False, why=why)
    return _publicly(resource, purpose, f"Scope '{scope.id.name}' does not hold it")


def _publicly(resource: Resource, purpose: str, reason: str) -> Way:
    open_ = str(resource.properties.get(_PUBLIC_ACCESS[purpose]) or "Enabled") != "Disabled"
    return Way(purpose, "", accepted=open_, why=f"{reason}; public {purpose} is {'open' if open_ else 'closed'}.")


def _scope(world: World, endpoint: Resource) -> Resource | None:
    found = [world.find(item) for item in endpoint_targets(endpoint.properties)]
    return next((item for item in found if item and item.id.type_key == _SCOPE.lower()), None)


def _mode(scope: Resource, endpoint: Resource, purpose: str) -> str:
    settings: Json = as_dict(scope.properties.get("accessModeSettings"))
    for item in dicts(settings.get("exclusions")):
        if str(item.get("privateEndpointConnectionName") or "").lower().startswith(endpoint.id.name.lower()):
            return str(item.get(f"{purpose}AccessMode") or "")
    return str(settings.get(f"{purpose}AccessMode") or "")
