"""The workspace that Sentinel works on is onboarded."""

from collections.abc import Iterator

from ai_policies import sentinel
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The workspace that Sentinel works on is onboarded."""
    workspace = graph.ancestor(resource, sentinel.WORKSPACE)
    if workspace is None:
        yield NotApplicable("the workspace lies outside the stack, and so may its onboarding")
    elif not any(same(item.arm_name, "default") for item in sentinel.beside(graph, workspace, sentinel.ONBOARDING)):
        yield Violated(f"{workspace.label} is not onboarded to Sentinel")


RULE = StackRule(
    id="sentinel-onboarded",
    control="SEN-001",
    title="The workspace that Sentinel works on is onboarded",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.SecurityInsights/dataConnectors",
        "Microsoft.SecurityInsights/alertRules",
        "Microsoft.SecurityInsights/automationRules",
        "Microsoft.SecurityInsights/settings",
    ),
    remedy=(
        'Add `SentinelOnboardingState(sentinel_onboarding_state_name="default", '
        "workspace_name=workspace.name, resource_group_name=...)`."
    ),
    url="https://learn.microsoft.com/azure/sentinel/quickstart-onboard",
    check=check,
)
