"""Workspaces keep security data long enough and no daily cap drops it."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Edit, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Workspaces keep security data long enough and no daily cap drops it."""
    yield from resource.expect_at_least("retentionInDays", resource.parameter_number("minimum_days"))
    yield from resource.expect_or_absent("workspaceCapping.dailyQuotaGb", -1.0)


def fix(resource: Resource) -> Iterator[Edit]:
    """Keep data for the minimum of days, and take the cap away."""
    minimum = resource.parameter_number("minimum_days")
    days = resource.find("retentionInDays")
    if not isinstance(days, float) or days < minimum:
        yield Edit("retentionInDays", minimum)
    if resource.find("workspaceCapping.dailyQuotaGb") not in (ABSENT, -1.0):
        yield Edit("workspaceCapping.dailyQuotaGb", -1.0)


RULE = ResourceRule(
    id="workspace-retention",
    control="MON-002",
    title="Workspaces keep security data long enough and no daily cap drops it",
    severity=Severity.MEDIUM,
    types=("Microsoft.OperationalInsights/workspaces",),
    remedy=(
        "Write `retention_in_days=90` or more and leave `workspace_capping` out of operationalinsights.Workspace(...)."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
    parameters={"minimum_days": 90.0},
    check=check,
    fix=fix,
)
