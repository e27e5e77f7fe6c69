"""Alerts on the activity log are on and reach an action group."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Alerts on the activity log are on and reach an action group."""
    yield from resource.refuse("enabled", False)
    yield from resource.expect_set("actions.actionGroups", "must name an action group")


RULE = ResourceRule(
    id="activity-alert-wired",
    control="MON-010",
    title="Alerts on the activity log are on and reach an action group",
    severity=Severity.MEDIUM,
    types=("Microsoft.Insights/activityLogAlerts",),
    remedy=(
        'Write `enabled=True, actions={"action_groups": [{"action_group_id": group.id}]}` in ActivityLogAlert(...).'
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/alerts/activity-log-alerts",
    check=check,
)
