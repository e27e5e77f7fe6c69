"""Diagnostic settings send all logs or audit logs to a workspace."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.azure_data import DIAGNOSTIC_TYPES
from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Diagnostic settings send all logs or audit logs to a workspace."""
    if diagnostics.is_of_subscription(resource):
        yield NotApplicable("the activity log of a subscription has a rule of its own")
        return
    why = "must be the id of the workspace"
    yield from graph.expect_link(resource, "workspaceId", why, "Microsoft.OperationalInsights/workspaces")
    logs = resource.items("logs")
    if diagnostics.enabled(logs):
        return
    if logs or not diagnostics.enabled(resource.items("metrics")) or _has_logs(graph, resource):
        yield resource.violated("logs", "must have an entry that is enabled")


def _has_logs(graph: Graph, setting: Resource) -> bool:
    """Whether the setting is on something whose logs would be lost without it: metrics alone are of use elsewhere."""
    origins = [graph.by_urn.get(urn) for urn in setting.linked.get("resourceUri", ())]
    if setting.find("resourceUri") is UNKNOWN and any(item and item.is_type(*_METRICS_ONLY) for item in origins):
        return False
    types = DIAGNOSTIC_TYPES.difference(_METRICS_ONLY)
    return graph.target(setting, "resourceUri", *types) is not None


_METRICS_ONLY = (diagnostics.ACCOUNT, "Microsoft.Insights/components")
"""An account has no logs itself (that its services have a setting is a rule of its own); those of Application Insights
are in its workspace already."""


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
