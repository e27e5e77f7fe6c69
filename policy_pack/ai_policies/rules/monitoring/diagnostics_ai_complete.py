"""AI, search and machine learning resources log everything that they can."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """AI, search and machine learning resources log everything that they can."""
    yield from diagnostics.expect_groups(graph, resource, ("allLogs",))


RULE = StackRule(
    id="diagnostics-ai-complete",
    control="MON-005",
    title="AI, search and machine learning resources log everything that they can",
    severity=Severity.HIGH,
    types=(
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.Search/searchServices",
        "Microsoft.MachineLearningServices/workspaces",
        "Microsoft.MachineLearningServices/registries",
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
    ),
    remedy=('Write `logs=[{"category_group": "allLogs", "enabled": True}]` in DiagnosticSetting(...) of the resource.'),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    check=check,
)
