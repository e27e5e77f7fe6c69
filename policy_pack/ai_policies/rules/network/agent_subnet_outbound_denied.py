"""Subnets of agents and container apps deny the internet and lateral management traffic."""

from collections.abc import Iterator

from ai_policies import address_ranges, subnets
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Subnets of agents and container apps deny the internet and lateral management traffic."""
    if subnets.AGENTS not in subnets.delegations(resource):
        yield NotApplicable("the subnet is not delegated to Microsoft.App/environments")
        return
    group = graph.target(resource, "networkSecurityGroup.id", "Microsoft.Network/networkSecurityGroups")
    if not isinstance(group, Resource):
        return  # none: another rule says so; outside the stack: not ours to see
    rules = address_ranges.ordered([*group.items("securityRules"), *graph.children(group, "securityRules")])
    for port, destination in (("*", "Internet"), ("22", "VirtualNetwork"), ("3389", "VirtualNetwork")):
        first = address_ranges.first_outbound(rules, port, destination)
        if first is None or not same(first.read("access"), "Deny"):
            what = "internet" if port == "*" else f"virtual network on port {port}"
            yield Violated(f"its {group.label} does not deny outbound traffic to the {what}")


RULE = StackRule(
    id="agent-subnet-outbound-denied",
    control="NET-006",
    title="Subnets of agents and container apps deny the internet and lateral management traffic",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/virtualNetworks/subnets",),
    remedy=(
        "Deny outbound traffic to Internet, and to VirtualNetwork on ports 22 and 3389, by rules of the "
        "NetworkSecurityGroup(...) with a lower priority number than any that allows it."
    ),
    url="https://learn.microsoft.com/azure/container-apps/firewall-integration",
    check=check,
)
