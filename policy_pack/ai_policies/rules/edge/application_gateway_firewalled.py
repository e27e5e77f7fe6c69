"""Application gateways inspect requests with a linked web application firewall policy."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Application gateways inspect requests with a linked web application firewall policy."""
    yield from resource.expect("sku.tier", "WAF_v2")
    yield from graph.expect_link(resource, "firewallPolicy.id", "must be the id of a policy", POLICY)
    yield from resource.expect_empty("webApplicationFirewallConfiguration", "must be absent: link a policy")


POLICY = "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies"


RULE = StackRule(
    id="application-gateway-firewalled",
    control="EDG-005",
    title="Application gateways inspect requests with a linked web application firewall policy",
    severity=Severity.CRITICAL,
    types=("Microsoft.Network/applicationGateways",),
    remedy=(
        'Write `sku={"name": "WAF_v2", "tier": "WAF_v2"}, firewall_policy={"id": policy.id}` in '
        "ApplicationGateway(...), without an inline firewall configuration."
    ),
    url="https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview",
    check=check,
)
