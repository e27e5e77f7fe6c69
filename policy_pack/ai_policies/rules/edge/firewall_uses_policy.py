"""Firewalls follow a firewall policy."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Firewalls follow a firewall policy."""
    yield from graph.expect_link(resource, "firewallPolicy.id", _WHY, "Microsoft.Network/firewallPolicies")


_WHY = "must be the id of a firewall policy"


RULE = StackRule(
    id="firewall-uses-policy",
    control="EDG-003",
    title="Firewalls follow a firewall policy",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/azureFirewalls",),
    remedy='Write `firewall_policy={"id": policy.id}` in AzureFirewall(...).',
    url="https://learn.microsoft.com/azure/firewall-manager/policy-overview",
    check=check,
)
