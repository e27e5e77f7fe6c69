"""Azure Firewall, its policies and their rule collection groups."""

from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings, sub_id
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import SUBNET, VNET, etag_of, require
from simulated_azure.services.network.public_addresses import require_address

FIREWALL = "Microsoft.Network/azureFirewalls"
POLICY = "Microsoft.Network/firewallPolicies"
GROUP = f"{POLICY}/ruleCollectionGroups"
_FIREWALL = "arm-semantics 1, 2.1: TF firewall/validate; LZB Invoke-PreflightChecks.ps1; ZOD"
_RULES = "arm-semantics 2.1: LZB v2.0.8, #80; TF firewall/firewall_policy_rule_collection_group_resource.go"
_PRIORITIES = range(100, 65001)
_TIERS = ("Basic", "Standard", "Premium")
_PREMIUM = (("intrusionDetection", "Intrusion Detection"), ("transportSecurity", "Transport Security"))
_TARGETS = ("targetFqdns", "targetUrls", "fqdnTags", "webCategories")
_ENDS = ("destinationAddresses", "destinationFqdns", "destinationIpGroups")

defaults(FIREWALL, {"properties": {"sku": {"name": "AZFW_VNet", "tier": "Standard"}, "threatIntelMode": "Alert",
                                   "networkRuleCollections": [], "applicationRuleCollections": [],
                                   "natRuleCollections": [], "additionalProperties": {}}})  # fmt: skip
defaults(POLICY, {"properties": {"sku": {"tier": "Standard"}, "threatIntelMode": "Alert"}})
immutable(
    FIREWALL,
    Immutable("properties.sku.name", "BadRequest"),
    Immutable("properties.ipConfigurations.0.properties.subnet.id", "BadRequest"),
    Immutable("zones", "ResourceAvailabilityZonesCannotBeModified"),
    source="arm-semantics 2.6: TF ForceNew (AzureFirewall)",
)
immutable(
    POLICY,
    Immutable("properties.sku.tier", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew (firewall policy sku); terraform-provider-azurerm#29114",
)


def _tier(properties: Json) -> str:
    return str(as_dict(properties.get("sku")).get("tier") or "Standard")


@on_put(FIREWALL, source=_FIREWALL)
def firewall_is_placed(put: Put) -> None:
    """A firewall stands in AzureFirewallSubnet of its region with a Standard address; Basic needs a management one."""
    if as_dict(put.properties.get("sku")).get("name") == "AZFW_Hub":
        return
    configurations = dicts(put.properties.get("ipConfigurations"))
    if not configurations:
        raise bad_request("BadRequest", f"'{put.id.name}' needs 'ipConfigurations'.")
    _check_place(put, as_dict(configurations[0].get("properties")), "AzureFirewallSubnet")
    for item in configurations[1:]:
        require_address(put, sub_id(as_dict(item.get("properties")).get("publicIPAddress")), "Azure Firewall")
    management = as_dict(put.properties.get("managementIpConfiguration"))
    if management:
        _check_place(put, as_dict(management.get("properties")), "AzureFirewallManagementSubnet")
    elif _tier(put.properties) == "Basic":
        raise bad_request("BadRequest", "Tier Basic needs 'managementIpConfiguration'.")


def _check_place(put: Put, properties: Json, name: str) -> None:
    subnet = require(put.world, put.id, sub_id(properties.get("subnet")) or "/subscriptions/none")
    if subnet.id.type_key != SUBNET.lower() or subnet.id.name.lower() != name.lower():
        raise bad_request("BadRequest", f"'{subnet.id.name}' must be named {name}.")
    network = subnet.id.ancestor(VNET)
    if network is not None:
        require(put.world, put.id, network.text, region=str(put.body.get("location") or ""))
    require_address(put, sub_id(properties.get("publicIPAddress")), "Azure Firewall")


@on_put(FIREWALL, source="AZD firewall-manager/policy-overview.md: policy tiers and the firewalls they serve")
def policy_serves_the_tier(put: Put) -> None:
    """The policy exists, is of the firewall's region group and of no higher tier."""
    target = sub_id(put.properties.get("firewallPolicy"))
    if not target:
        return
    policy = require(put.world, put.id, target)
    if policy.id.type_key != POLICY.lower():
        raise bad_request("InvalidResourceReference", f"'{target}' is not a firewall policy.")
    mine, theirs = _tier(put.properties), _tier(policy.properties)
    if _TIERS.index(theirs) > _TIERS.index(mine) or (mine == "Basic") != (theirs == "Basic"):
        raise bad_request("BadRequest", f"A policy of tier {theirs} cannot serve a firewall of tier {mine}.")


@on_put(
    POLICY,
    source="missionlz#736: code, message, with mode Off too; AZD firewall/premium-features.md: TLS inspection, IDPS",
)
def policy_is_possible(put: Put) -> None:
    """The base policy exists and is not itself; intrusion detection and TLS inspection need Premium."""
    if _tier(put.properties) not in _TIERS:
        raise bad_request("InvalidRequestFormat", f"sku.tier '{_tier(put.properties)}' is not one of {_TIERS}.")
    base = sub_id(put.properties.get("basePolicy"))
    if base and require(put.world, put.id, base).id.key == put.id.key:
        raise bad_request("InvalidResourceReference", "A policy cannot be its own base.")
    premium = [words for name, words in _PREMIUM if put.properties.get(name)]
    if premium and _tier(put.properties) != "Premium":
        raise bad_request(
            "FirewallPolicyHigherTierOnlyProperties",
            f"Firewall Policy {put.id.name} contains higher tier only properties - {', '.join(premium)}",
        )


@on_put(GROUP, source="arm-semantics 2.1: LZB v2.4.1 (faulted referenced firewalls)")
def firewalls_are_settled(put: Put) -> None:
    """While a firewall is being associated with the policy, its rule collection groups cannot be written."""
    policy = put.id.parent
    for firewall in put.world.referring(policy, FIREWALL) if policy else []:
        if put.world.in_flight(firewall.id) is not None:
            raise bad_request(
                "FirewallPolicyUpdateFailed",
                f"Put on firewall policy '{policy.name if policy else ''}' failed with 1 faulted referenced firewalls:"
                f" '{firewall.id.name}' is still being updated.",
            )


@on_put(GROUP, source=_RULES)
def rules_are_complete(put: Put) -> None:
    """Collections and their group have a priority of 100-65000; each rule says from where and to where."""
    _check_priority(put.id.name, put.properties.get("priority"))
    seen: dict[str, int] = {}
    for collection in dicts(put.properties.get("ruleCollections")):
        name = str(collection.get("name") or "")
        _check_priority(name, collection.get("priority"))
        if name in seen:
            raise _invalid(put.id, f"rule collection '{name}' occurs twice")
        seen[name] = 1
        for rule in dicts(collection.get("rules")):
            _check_rule(put.id, rule)


def _check_priority(name: str, value: object) -> None:
    if not isinstance(value, int | float) or int(value) not in _PRIORITIES:
        raise bad_request("BadRequest", f"'{name}': {value} is not in 100-65000.")


def _check_rule(group: ResourceId, rule: Json) -> None:
    name, kind = str(rule.get("name") or ""), str(rule.get("ruleType") or "")
    if kind not in {"ApplicationRule", "NetworkRule", "NatRule"}:
        raise _invalid(group, f"rule '{name}' has the unknown type '{kind}'")
    if not strings(rule.get("sourceAddresses")) and not strings(rule.get("sourceIpGroups")):
        raise _invalid(group, f"rule '{name}' has no source")
    targets = _TARGETS if kind == "ApplicationRule" else _ENDS
    if not any(strings(rule.get(item)) for item in targets):
        raise _invalid(group, f"rule '{name}' has no target: one of {list(targets)} must not be empty")
    if kind != "ApplicationRule" and not strings(rule.get("destinationPorts")):
        raise _invalid(group, f"rule '{name}' has no destination port")
    for host in strings(rule.get("targetFqdns")):
        if "*" in host.lstrip("*"):
            raise _invalid(group, f"rule '{name}': '{host}' has a wildcard that is not at its beginning")


def _invalid(group: ResourceId, what: str) -> Exception:
    return bad_request("BadRequest", f"Rule collection group '{group.name}' is refused: {what}.")


@computes(POLICY)
def policy_view(world: World, resource: Resource) -> Json:
    """The firewalls and groups of a policy."""
    firewalls = [{"id": item.id.text} for item in world.referring(resource.id, FIREWALL)]
    groups = [{"id": item.id.text} for item in world.children(resource.id, GROUP)]
    children = [{"id": item.id.text} for item in world.referring(resource.id, POLICY)]
    return {"etag": etag_of(world, resource),
            "properties": {"firewalls": firewalls, "ruleCollectionGroups": groups,
                           "childPolicies": children}}  # fmt: skip


@computes(FIREWALL)
def firewall_view(world: World, resource: Resource) -> Json:
    """Private address of each configuration."""
    items = dicts(resource.properties.get("ipConfigurations"))
    shown: list[Json] = []
    for item in items:
        properties = as_dict(item.get("properties"))
        extra = {"privateIPAddress": _private(world, properties)} if properties.get("subnet") else {}
        shown.append({**item, "properties": {**properties, **extra, "provisioningState": "Succeeded"}})
    return {"etag": etag_of(world, resource), "properties": {"ipConfigurations": shown}}


def _private(world: World, properties: Json) -> str:
    subnet = world.find(sub_id(properties.get("subnet")))
    prefix = str(subnet.properties.get("addressPrefix") or "") if subnet else ""
    head, _, last = prefix.partition("/")[0].rpartition(".")
    return f"{head}.{int(last) + 4}" if head else ""


@on_delete(POLICY, source="arm-semantics 4.2: firewall policy after firewall; terraform-provider-azurerm#12212")
def policy_is_unused(world: World, resource: Resource) -> None:
    """A policy that a firewall or a child policy uses cannot be deleted."""
    users = [*world.referring(resource.id, FIREWALL), *world.referring(resource.id, POLICY)]
    if users:
        raise conflict("BadRequest", f"'{resource.id.name}' is referenced by {users[0].id}.")
