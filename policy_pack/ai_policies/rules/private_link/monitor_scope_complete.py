"""Each workspace and telemetry component is in an Azure Monitor scope."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Severity, StackRule, Violated


def check(graph: Graph) -> Iterator[Finding]:
    """Each workspace and telemetry component is in an Azure Monitor scope."""
    kinds = ("Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/components")
    entries = list(graph.of("Microsoft.Insights/privateLinkScopes/scopedResources"))
    members = [graph.target(entry, "linkedResourceId", *kinds) for entry in entries]
    for resource in graph.of(*kinds):
        if not any(member is resource for member in members):
            yield Violated("is in no Azure Monitor private link scope", urn=resource.urn)


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
