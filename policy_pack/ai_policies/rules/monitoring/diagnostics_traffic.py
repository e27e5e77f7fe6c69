"""Gateways, firewalls, Bastion, security groups and public addresses log their traffic."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Gateways, firewalls, Bastion, security groups and public addresses log their traffic."""
    yield from diagnostics.expect_groups(graph, resource, ("allLogs",))


RULE = StackRule(
    id="diagnostics-traffic",
    control="MON-007",
    title="Gateways, firewalls, Bastion, security groups and public addresses log their traffic",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.ApiManagement/service",
        "Microsoft.Network/azureFirewalls",
        "Microsoft.Network/applicationGateways",
        "Microsoft.Network/bastionHosts",
        "Microsoft.Network/networkSecurityGroups",
        "Microsoft.Network/publicIPAddresses",
    ),
    remedy=('Write `logs=[{"category_group": "allLogs", "enabled": True}]` in DiagnosticSetting(...) of the resource.'),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    check=check,
)
