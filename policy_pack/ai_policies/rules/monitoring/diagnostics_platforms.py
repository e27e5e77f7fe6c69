"""Apps, clusters and Purview log to the central workspace, clusters their audit too."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Apps, clusters and Purview log to the central workspace, clusters their audit too."""
    if not resource.is_type("Microsoft.ContainerService/managedClusters"):
        yield from diagnostics.expect_groups(graph, resource, ("allLogs", "audit"))
        return
    for category in ("kube-audit-admin", "guard"):
        yield from diagnostics.expect_groups(graph, resource, ("allLogs",), (category,))


RULE = StackRule(
    id="diagnostics-platforms",
    control="MON-008",
    title="Apps, clusters and Purview log to the central workspace, clusters their audit too",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.ContainerService/managedClusters",
        "Microsoft.Purview/accounts",
    ),
    remedy=(
        'Write `logs=[{"category_group": "allLogs", "enabled": True}]` in DiagnosticSetting(...) of the '
        "resource; a cluster may name kube-audit-admin and guard instead."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    check=check,
)
