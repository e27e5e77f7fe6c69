"""Agents run inside a subnet of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Agents run inside a subnet of the customer."""
    if resource.read("properties.allowProjectManagement") is not True:
        yield NotApplicable("the account has no projects, so it hosts no agents")
        return
    agents = [
        found for found in resource.items("properties.networkInjections") if same(found.text("scenario"), "agent")
    ]
    if not agents:
        yield resource.violated("properties.networkInjections", "must have an entry with scenario 'agent'")
    for agent in agents:
        yield from agent.expect_set("subnetArmId", "must be the id of the agents' subnet")


RULE = ResourceRule(
    id="agent-network-injected",
    control="AGT-006",
    title="Agents run inside a subnet of the customer",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"network_injections": [{"scenario": "agent", "subnet_arm_id": subnet.id}]` in the `properties` of'
        " cognitiveservices.Account(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks",
    check=check,
)
