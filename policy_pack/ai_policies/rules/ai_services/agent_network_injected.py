"""Agents run inside a subnet of the customer, or in a managed network with approved destinations."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, same

SUBNET = "Microsoft.Network/virtualNetworks/subnets"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Agents run inside a subnet of the customer, or in a managed network with approved destinations."""
    if resource.read("properties.allowProjectManagement") is not True:
        yield NotApplicable("the account has no projects, so it hosts no agents")
        return
    if any(_is_closed(network) for network in graph.children(resource, "managedNetworks")):
        return
    agents = [
        found for found in resource.items("properties.networkInjections") if same(found.text("scenario"), "agent")
    ]
    if not agents:
        yield resource.violated("properties.networkInjections", "must have an entry with scenario 'agent'")
    for agent in agents:
        if agent.find("subnetArmId") is not UNKNOWN or not graph.linked(resource, "properties", SUBNET):
            yield from agent.expect_set("subnetArmId", "must be the id of the agents' subnet")


def _is_closed(network: Resource) -> bool:
    """Whether a managed network lets only approved traffic out; raises `UnknownRead`."""
    return same(network.read("properties.managedNetwork.isolationMode"), "AllowOnlyApprovedOutbound")


RULE = StackRule(
    id="agent-network-injected",
    control="AGT-006",
    title="Agents run inside a subnet of the customer, or in a managed network with approved destinations",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"network_injections": [{"scenario": "agent", "subnet_arm_id": subnet.id}]` in the `properties` of '
        "cognitiveservices.Account(...), or add a ManagedNetworkSetting(...) with isolation mode "
        "AllowOnlyApprovedOutbound."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks",
    check=check,
)
