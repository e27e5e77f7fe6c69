"""Image pulls of container apps through a firewall: the route leads there, and a rule has to let them through.

Sources: Azure/bicep-ptn-aiml-landing-zone #78 and CHANGELOG v2.0.7 (an image is checked when the app is made, so the
rule group has to be there first; the message), #80; AZD firewall/firewall-faq.yml (an asterisk at the left end stands
for anything, several labels too, and works nowhere else).
"""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings, sub_id
from simulated_azure.arm.rules import Put, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services import reach
from simulated_azure.services.containers.environments import APPS
from simulated_azure.services.network._references import ROUTE_TABLE, VNET
from simulated_azure.services.network.firewalls import FIREWALL, GROUP, firewall_view

_ROUTE = f"{ROUTE_TABLE}/routes"
_DOCKER_HUB = "registry-1.docker.io"
_TAGS = {"azurecr.io": "AzureContainerRegistry", "mcr.microsoft.com": "MicrosoftContainerRegistry"}


@on_put(*APPS, source="LZB #78, #80, v2.0.7; AZD firewall/firewall-faq.yml: wildcards; arm-semantics 2.1")
def image_is_reached(put: Put) -> None:
    """Behind a firewall of this world an image's registry is private or let through; else the operation fails."""
    environment = put.world.find(str(put.properties.get("environmentId") or ""))
    configuration = as_dict(environment.properties.get("vnetConfiguration")) if environment else {}
    subnet = put.world.find(str(configuration.get("infrastructureSubnetId") or "/none"))
    network = subnet.id.ancestor(VNET) if subnet else None
    firewall = _firewall_of(put.world, subnet) if subnet else None
    if network is None or firewall is None:
        return
    for container in dicts(as_dict(put.properties.get("template")).get("containers")):
        image = str(container.get("image") or "")
        host = _registry(image)
        if not reach.address_in(put.world, network, host) and not _lets_through(put.world, firewall, host):
            put.failure = bad_request(
                "InvalidParameterValueInContainerTemplate",
                f"Field 'template.containers.{container.get('name')}.image' is invalid with details: 'Invalid value:"
                f" \"{image}\": GET https://{host}/v2/: EOF' (firewall '{firewall.id.name}' has no rule for {host}).",
            )


def _registry(image: str) -> str:
    first, slash, _rest = image.partition("/")
    return first.lower() if slash and ("." in first or ":" in first) else _DOCKER_HUB


def _firewall_of(world: World, subnet: Resource) -> Resource | None:
    table = world.find(sub_id(subnet.properties.get("routeTable")) or "/none")
    if table is None:
        return None
    routes = [as_dict(item.get("properties")) for item in dicts(table.properties.get("routes"))]
    routes += [item.properties for item in world.children(table.id, _ROUTE)]
    hops = {str(item.get("nextHopIpAddress")) for item in routes
            if item.get("addressPrefix") == "0.0.0.0/0" and item.get("nextHopType") == "VirtualAppliance"}  # fmt: skip
    for firewall in world.of_type(FIREWALL):
        shown = as_dict(firewall_view(world, firewall).get("properties"))
        addresses = {str(as_dict(item.get("properties")).get("privateIPAddress"))
                     for item in dicts(shown.get("ipConfigurations"))}  # fmt: skip
        if hops & addresses:
            return firewall
    return None


def _lets_through(world: World, firewall: Resource, host: str) -> bool:
    policy = world.find(sub_id(firewall.properties.get("firewallPolicy")) or "/none")
    while policy is not None:
        for group in world.children(policy.id, GROUP):
            if world.in_flight(group.id) is None and _admits(group, host):
                return True
        policy = world.find(ResourceId.parse(sub_id(policy.properties.get("basePolicy")) or "/subscriptions/none"))
    return False


def _admits(group: Resource, host: str) -> bool:
    rules = [
        rule
        for collection in dicts(group.properties.get("ruleCollections"))
        if as_dict(collection.get("action")).get("type") == "Allow"
        for rule in dicts(collection.get("rules"))
    ]
    return any(_rule_admits(rule, host) for rule in rules)


def _rule_admits(rule: Json, host: str) -> bool:
    if rule.get("ruleType") == "ApplicationRule":
        return any(_matches(pattern, host) for pattern in strings(rule.get("targetFqdns")))
    tags = [tag for suffix, tag in _TAGS.items() if host.endswith(suffix)]
    targets = strings(rule.get("destinationAddresses")) + strings(rule.get("destinationFqdns"))
    ports = strings(rule.get("destinationPorts"))
    named = any(item in {"*", "0.0.0.0/0", host} or item.partition(".")[0] in tags for item in targets)
    return rule.get("ruleType") == "NetworkRule" and named and bool({"443", "*"} & set(ports))


def _matches(pattern: str, host: str) -> bool:
    pattern = pattern.lower()
    return host.endswith(pattern[1:]) if pattern.startswith("*") else host == pattern
