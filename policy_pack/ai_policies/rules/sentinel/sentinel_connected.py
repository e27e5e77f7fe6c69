"""Defender for Cloud and Entra ID send their alerts to Sentinel."""

from collections.abc import Iterator

from ai_policies import sentinel
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Defender for Cloud and Entra ID send their alerts to Sentinel."""
    workspace = graph.ancestor(resource, sentinel.WORKSPACE)
    connectors = sentinel.beside(graph, workspace, sentinel.CONNECTORS)
    for kind in graph.parameter_texts("connectors"):
        found = [item for item in connectors if same(item.read("kind"), kind)]
        if not found:
            yield Violated(f"has no connector of kind {kind}")
        for item in found:
            yield from item.expect("dataTypes.alerts.state", "Enabled")


RULE = StackRule(
    id="sentinel-connected",
    control="SEN-002",
    title="Defender for Cloud and Entra ID send their alerts to Sentinel",
    severity=Severity.MEDIUM,
    types=("Microsoft.SecurityInsights/onboardingStates",),
    remedy=(
        'Add ASCDataConnector(...) and AADDataConnector(...) with `data_types={"alerts": {"state": '
        '"Enabled"}}` to the workspace.'
    ),
    url="https://learn.microsoft.com/azure/sentinel/connect-defender-for-cloud",
    parameters={"connectors": ["AzureSecurityCenter", "AzureActiveDirectory"]},
    check=check,
)
