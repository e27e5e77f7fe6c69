"""Each workspace and telemetry component is in an Azure Monitor scope."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated

KINDS = ("Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/components")


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each workspace and telemetry component is in an Azure Monitor scope."""
    entries = graph.of("Microsoft.Insights/privateLinkScopes/scopedResources")
    if not any(graph.target(entry, "linkedResourceId", *KINDS) is resource for entry in entries):
        yield Violated("is in no Azure Monitor private link scope")


RULE = StackRule(
    id="monitor-scope-complete",
    control="PE-013",
    title="Each workspace and telemetry component is in an Azure Monitor scope",
    severity=Severity.MEDIUM,
    types=("Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/components"),
    remedy="Add `PrivateLinkScopedResource(scope_name=..., linked_resource_id=resource.id)` for the resource.",
    url="https://learn.microsoft.com/azure/azure-monitor/logs/private-link-configure",
    check=check,
)
