"""Diagnostic settings send all logs or audit logs to a workspace."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, setting: Resource) -> Iterator[Finding]:
    """Diagnostic settings send all logs or audit logs to a workspace."""
    why = "must be the id of the workspace"
    yield from graph.expect_link(setting, "workspaceId", why, "Microsoft.OperationalInsights/workspaces")
    entries = [*setting.items("logs"), *setting.items("metrics")]
    if not any(entry.read("enabled") is True for entry in entries):
        yield setting.violated("logs", "must have an entry that is enabled")


RULE = StackRule(
    id="diagnostics-useful",
    control="MON-005",
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
