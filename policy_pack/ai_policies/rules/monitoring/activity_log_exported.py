"""The activity log of the subscription goes to the central workspace."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The activity log of the subscription goes to the central workspace."""
    if not diagnostics.is_of_subscription(resource):
        yield NotApplicable("not a setting of a subscription")
        return
    why = "must be the id of the workspace"
    yield from graph.expect_link(resource, "workspaceId", why, "Microsoft.OperationalInsights/workspaces")
    given = diagnostics.enabled(resource.items("logs"))
    for category in ("Administrative", "Security", "Policy", "Alert"):
        if category.casefold() not in given:
            yield Violated(f"does not hold category {category}", resource.path_of("logs"))


RULE = StackRule(
    id="activity-log-exported",
    control="MON-009",
    title="The activity log of the subscription goes to the central workspace",
    severity=Severity.MEDIUM,
    types=("Microsoft.Insights/diagnosticSettings",),
    remedy=(
        "Write `workspace_id=workspace.id` and logs of Administrative, Security, Policy and Alert in "
        "SubscriptionDiagnosticSetting(...)."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log",
    check=check,
)
