"""Each resource that emits logs has a diagnostic setting."""

from collections.abc import Iterator

from ai_policies.azure_data import DIAGNOSTIC_TYPES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated
from ai_policies.kit.findings import UnknownRead


def check(graph: Graph) -> Iterator[Finding]:
    """Each resource that emits logs has a diagnostic setting."""
    unclear: list[str] = []
    covered: set[str] = set()
    for setting in graph.of("Microsoft.Insights/diagnosticSettings"):
        try:
            target = graph.target(setting, "resourceUri", *DIAGNOSTIC_TYPES)
        except UnknownRead as read:
            unclear.append(read.path)
        else:
            covered |= {target.urn} if isinstance(target, Resource) else set()
    for resource in graph.of(*sorted(DIAGNOSTIC_TYPES)):
        if resource.urn in covered:
            continue
        if unclear:
            yield Unknown("resourceUri of the stack's diagnostic settings", resource.urn)
        else:
            yield Violated("has no diagnostic setting", urn=resource.urn)


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
