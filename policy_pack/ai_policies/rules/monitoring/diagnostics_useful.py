"""Diagnostic settings send all logs or audit logs to a workspace."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Diagnostic settings send all logs or audit logs to a workspace."""
    yield from resource.expect_set("workspaceId", "must be the id of the workspace")
    entries = [*resource.items("logs"), *resource.items("metrics")]
    if not any(entry.read("enabled") is True for entry in entries):
        yield resource.violated("logs", "must have an entry that is enabled")


RULE = ResourceRule(
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
