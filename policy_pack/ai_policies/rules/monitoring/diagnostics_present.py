"""Each resource that emits logs has a diagnostic setting."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.azure_data import DIAGNOSTIC_TYPES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each resource that emits logs has a diagnostic setting."""
    covered, unclear = graph.once(diagnostics.by_target)
    if resource.urn in covered:
        return
    if unclear and diagnostics.may_cover(graph, resource):
        yield Unknown("resourceUri of the stack's diagnostic settings")
    else:
        yield Violated("has no diagnostic setting")


RULE = StackRule(
    id="diagnostics-present",
    control="MON-004",
    title="Each resource that emits logs has a diagnostic setting",
    severity=Severity.HIGH,
    types=tuple(sorted(DIAGNOSTIC_TYPES)),
    remedy=(
        'Add `DiagnosticSetting(resource_uri=resource.id, workspace_id=workspace.id, logs=[{"category_group": '
        '"allLogs", "enabled": True}])` for the resource.'
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    check=check,
)
