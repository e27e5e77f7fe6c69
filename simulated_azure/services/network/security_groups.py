"""Network security groups and route tables."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.parts import whole_list
from simulated_azure.arm.rules import Put, computes, defaults, normalises, on_delete, on_put, part
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import NSG, ROUTE_TABLE, SUBNET, etag_of, sub_resource
from simulated_azure.services.network.virtual_networks import networks

RULE = f"{NSG}/securityRules"
ROUTE = f"{ROUTE_TABLE}/routes"
_INTERFACE = "Microsoft.Network/networkInterfaces"
_WHOLE = "PAN provider crud.go (maintained sub-resource properties), #611, #74@PAN; Azure/bicep-types-az#1687"
part(RULE, "securityRules", source=_WHOLE)
part(ROUTE, "routes", source=_WHOLE)
_PRIORITIES = range(100, 4097)
_HOPS = ("VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None")

defaults(NSG, {"properties": {"securityRules": []}})
defaults(ROUTE_TABLE, {"properties": {"routes": [], "disableBgpRoutePropagation": False}})

# name, priority, direction, access, source, destination: the six rules that every security group ends in.
_DEFAULT_RULES = (
    ("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    ("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
    ("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
    ("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    ("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
    ("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
)
_RULE_DEFAULTS: Json = {
    "destinationAddressPrefixes": [], "destinationPortRanges": [], "sourceAddressPrefixes": [], "sourcePortRanges": [],
}  # fmt: skip


@on_put(NSG, source="AZD virtual-network/network-security-groups-overview.md")
def priorities_are_unique(put: Put) -> None:
    """Rules have a priority of 100-4096, unique per direction."""
    _check_priorities(dicts(put.properties.get("securityRules")))


def _check_priorities(rules: list[Json]) -> None:
    seen: dict[tuple[str, int], str] = {}
    for rule in rules:
        properties, name = as_dict(rule.get("properties")), str(rule.get("name", ""))
        priority = properties.get("priority")
        if not isinstance(priority, int | float) or int(priority) not in _PRIORITIES:
            raise bad_request("SecurityRuleInvalidPriority", f"Rule '{name}': priority {priority} is not in 100-4096.")
        place = (str(properties.get("direction")), int(priority))
        if place in seen:
            raise bad_request(
                "SecurityRuleConflict",
                f"Rules '{seen[place]}' and '{name}' have the same priority {place[1]} and direction {place[0]}.",
            )
        seen[place] = name


@on_put(RULE, source="AZD virtual-network/network-security-groups-overview.md; TF locks NSG")
def separate_rule_fits(put: Put) -> None:
    """A rule written on its own obeys the same limits, together with those of its group."""
    parent = put.id.parent
    group = put.world.find(parent) if parent else None
    given = [{"name": put.id.name, "properties": put.properties}]
    if group is not None:
        given += [item for item in dicts(group.properties.get("securityRules")) if item.get("name") != put.id.name]
        given += [{"name": item.id.name, "properties": item.properties}
                  for item in put.world.children(group.id, RULE) if item.id.key != put.id.key]  # fmt: skip
    _check_priorities(given)


@on_put(
    ROUTE_TABLE,
    ROUTE,
    source="AZD virtual-network/virtual-networks-udr-overview.md (next hop types); TF network/validate",
)
def routes_are_possible(put: Put) -> None:
    """A route has a prefix or service tag and a next hop; an appliance has an address, nothing else does."""
    single = put.id.type_key == ROUTE.lower()
    items = [{"name": put.id.name, "properties": put.properties}] if single else dicts(put.properties.get("routes"))
    names = [str(item.get("name") or "").lower() for item in items]
    if len(set(names)) != len(names) or not all(names):
        raise bad_request("InvalidRequestFormat", f"Names of routes must be given and differ: {names}.")
    for item in items:
        properties, name = as_dict(item.get("properties")), str(item.get("name"))
        hop, address = str(properties.get("nextHopType") or ""), properties.get("nextHopIpAddress")
        if hop not in _HOPS:
            raise bad_request("InvalidRequestFormat", f"Route '{name}': next hop '{hop}' is not one of {list(_HOPS)}.")
        if (hop == "VirtualAppliance") != bool(address):
            raise bad_request("InvalidRequestFormat", f"Route '{name}': 'nextHopIpAddress' goes with VirtualAppliance.")
        prefix = str(properties.get("addressPrefix") or "")
        if not prefix or (prefix[0].isdigit() and not networks([prefix])):
            raise bad_request("InvalidAddressPrefixFormat", f"Route '{name}' needs 'addressPrefix'.")


defaults(RULE, {"properties": _RULE_DEFAULTS})


@normalises(NSG)
def complete_rules(put: Put) -> None:
    """Fill in what GET shows of a rule that left it out; the list replaces what was there."""
    put.properties.pop("defaultSecurityRules", None)
    for rule in dicts(put.properties.get("securityRules")):
        properties = rule.setdefault("properties", {})
        for name, value in _RULE_DEFAULTS.items():
            properties.setdefault(name, list(value))
    whole_list(put, RULE)


@normalises(ROUTE_TABLE)
def complete_routes(put: Put) -> None:
    """The list replaces what was there."""
    whole_list(put, ROUTE)


@computes(RULE, ROUTE)
def part_tag(world: World, resource: Resource) -> Json:
    """Entity tag of a rule or route."""
    return {"etag": etag_of(world, resource)}


def rules_of(world: World, group: Resource) -> list[Json]:
    """Properties of every rule of a security group, inline and separate ones and the six that each group ends in."""
    found = [as_dict(rule.get("properties")) for rule in dicts(group.properties.get("securityRules"))]
    found += [item.properties for item in world.children(group.id, RULE)]
    found += [as_dict(_default_rule(*rule)["properties"]) for rule in _DEFAULT_RULES]
    return sorted(found, key=lambda rule: int(rule.get("priority") or 0))


@computes(NSG)
def group_view(world: World, resource: Resource) -> Json:
    """Rules with ids, the six default rules, the subnets that use the group."""
    etag = etag_of(world, resource)
    rules = dicts(resource.properties.get("securityRules"))
    rules += [{"name": item.id.name, "properties": item.properties} for item in world.children(resource.id, RULE)]
    properties: Json = {
        "resourceGuid": world.chance.guid("resource", resource.id.key, str(resource.incarnation)),
        "securityRules": [sub_resource(resource.id, "securityRules", item, etag) for item in rules],
        "defaultSecurityRules": [
            sub_resource(resource.id, "defaultSecurityRules", _default_rule(*rule), etag) for rule in _DEFAULT_RULES
        ],
    }
    return {"etag": etag, "properties": {**properties, **_subnets(world, resource)}}


def _default_rule(name: str, priority: int, direction: str, access: str, source: str, destination: str) -> Json:
    return {"name": name, "properties": {
        "description": name, "priority": priority, "direction": direction, "access": access, "protocol": "*",
        "sourcePortRange": "*", "destinationPortRange": "*", "sourceAddressPrefix": source,
        "destinationAddressPrefix": destination, **_RULE_DEFAULTS,
    }}  # fmt: skip


def _subnets(world: World, resource: Resource) -> Json:
    used = world.referring(resource.id, SUBNET)
    return {"subnets": [{"id": item.id.text} for item in used]} if used else {}


@computes(ROUTE_TABLE)
def route_table_view(world: World, resource: Resource) -> Json:
    """Routes with ids, the subnets that use the table."""
    etag = etag_of(world, resource)
    routes = dicts(resource.properties.get("routes"))
    routes += [{"name": item.id.name, "properties": item.properties} for item in world.children(resource.id, ROUTE)]
    properties: Json = {
        "resourceGuid": world.chance.guid("resource", resource.id.key, str(resource.incarnation)),
        "routes": [sub_resource(resource.id, "routes", item, etag) for item in routes],
    }
    return {"etag": etag, "properties": {**properties, **_subnets(world, resource)}}


@on_delete(NSG, source="arm-semantics 4.2: #688@PAN")
def group_is_unused(world: World, resource: Resource) -> None:
    """A security group on a subnet or a network interface cannot be deleted."""
    _unused(world, resource, "InUseNetworkSecurityGroupCannotBeDeleted", SUBNET, _INTERFACE)


@on_delete(ROUTE_TABLE, source="arm-semantics 4.2: #688@PAN")
def route_table_is_unused(world: World, resource: Resource) -> None:
    """A route table on a subnet cannot be deleted."""
    _unused(world, resource, "InUseRouteTableCannotBeDeleted", SUBNET)


def _unused(world: World, resource: Resource, code: str, *by: str) -> None:
    users = [item for arm_type in by for item in world.referring(resource.id, arm_type)]
    if users:
        raise bad_request(code, f"'{resource.id.name}' is in use by {users[0].id}.")
