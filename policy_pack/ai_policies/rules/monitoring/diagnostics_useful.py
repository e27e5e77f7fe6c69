"""Diagnostic settings send all logs or audit logs to a workspace."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Diagnostic settings send all logs or audit logs to a workspace."""
    if diagnostics.is_of_subscription(resource):
        yield NotApplicable("the activity log of a subscription has a rule of its own")
        return
    why = "must be the id of the workspace"
    yield from graph.expect_link(resource, "workspaceId", why, "Microsoft.OperationalInsights/workspaces")
    logs = resource.items("logs")
    if (logs and not diagnostics.enabled(logs)) or (not logs and not diagnostics.enabled(resource.items("metrics"))):
        yield resource.violated("logs", "must have an entry that is enabled")


RULE = StackRule(
    id="diagnostics-useful",
    control="MON-004",
    title="Diagnostic settings send all logs or audit logs to a workspace",
    severity=Severity.HIGH,
    types=("Microsoft.Insights/diagnosticSettings",),
    remedy=(
        'Write `workspace_id=workspace.id, logs=[{"category_group": "allLogs", "enabled": True}]` in '
        "DiagnosticSetting(...)."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    check=check,
)
