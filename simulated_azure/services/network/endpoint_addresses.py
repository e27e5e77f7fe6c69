"""Addresses of private endpoints: which they take, and which name leads to which."""

from simulated_azure.arm.json_values import Json, as_dict, dicts, strings, sub_id
from simulated_azure.arm.rules import Put, after_write, normalises
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import require
from simulated_azure.services.network.subnets import ENDPOINT, addresses_in, free_address
from simulated_azure.services.private_link_names import Name, names_of

CONNECTION_LISTS = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")
_SCOPED = "Microsoft.Insights/privateLinkScopes/scopedResources"


def served(world: World, properties: Json) -> list[tuple[str, Name]]:
    """(sub-resource, name) of everything that an endpoint with these properties serves."""
    found: list[tuple[str, Name]] = []
    for kind in CONNECTION_LISTS:
        for connection in dicts(properties.get(kind)):
            item = as_dict(connection.get("properties"))
            target = world.find(str(item.get("privateLinkServiceId") or ""))
            for group in strings(item.get("groupIds")):
                found += [(group, name) for name in names_of(world, target, group)] if target else []
    return found


def address_of(endpoint: Resource, name: Name) -> str:
    """The address that a name of the endpoint leads to; '' while it has none."""
    return str(as_dict(as_dict(endpoint.body.get(SERVER_ONLY)).get("slots")).get(name.slot) or "")


def resolved(world: World, endpoint: Resource) -> list[tuple[str, str]]:
    """(host, address) of each name of an endpoint."""
    pairs = [(name.host, address_of(endpoint, name)) for _group, name in served(world, endpoint.properties)]
    return [pair for pair in pairs if pair[1]]


def asked_for(properties: Json) -> dict[tuple[str, str], str]:
    """Fixed addresses by (sub-resource, member), in lower case."""
    items = [as_dict(item.get("properties")) for item in dicts(properties.get("ipConfigurations"))]
    return {(str(item.get("groupId") or "").lower(), str(item.get("memberName") or "").lower()):
            str(item.get("privateIPAddress") or "") for item in items}  # fmt: skip


@normalises(ENDPOINT)
def take_addresses(put: Put) -> None:
    """Take an address of the subnet for each slot of names that the target has; present ones stay."""
    for name in ("networkInterfaces", "customDnsConfigs"):
        put.properties.pop(name, None)
    server = put.body.setdefault(SERVER_ONLY, {})
    server.setdefault("targets", _targets(put.world, put.properties))
    subnet = require(put.world, put.id, sub_id(put.properties.get("subnet")))
    server["slots"] = _slots(put.world, subnet, put.properties, as_dict(server.get("slots")))


def _targets(world: World, properties: Json) -> dict[str, int]:
    found = [world.find(str(as_dict(item.get("properties")).get("privateLinkServiceId") or ""))
             for kind in CONNECTION_LISTS for item in dicts(properties.get(kind))]  # fmt: skip
    return {item.id.key: item.incarnation for item in found if item}


def _slots(world: World, subnet: Resource, properties: Json, present: Json) -> dict[str, str]:
    fixed, slots = asked_for(properties), {str(key): str(value) for key, value in present.items()}
    taken = addresses_in(world, subnet) | set(fixed.values())
    for group, name in served(world, properties) or [("", Name("unknown", "unknown"))]:
        if name.slot not in slots:
            single = next(iter(fixed.values())) if len(fixed) == 1 else ""
            wanted = fixed.get((group.lower(), (name.member or name.slot).lower())) or single
            slots[name.slot] = wanted if wanted and wanted not in slots.values() else free_address(subnet, taken)
            taken.add(slots[name.slot])
    return slots


@after_write(_SCOPED, source="AMD logs/private-link-configure.md: names of each workspace and collection endpoint")
def serve_new_names(world: World, resource: Resource) -> None:
    """What joins a private link scope gets addresses of the endpoints that are there."""
    scope = resource.id.parent
    for endpoint in world.referring(scope, ENDPOINT) if scope else []:
        subnet = world.find(sub_id(endpoint.properties.get("subnet")))
        server = as_dict(endpoint.body.get(SERVER_ONLY))
        if subnet is not None:
            slots = _slots(world, subnet, endpoint.properties, as_dict(server.get("slots")))
            body = {**endpoint.body, SERVER_ONLY: {**server, "slots": slots}}
            world.save(endpoint.id, body, endpoint.api_version, endpoint)
