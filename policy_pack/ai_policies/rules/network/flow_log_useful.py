"""Flow logs are on, kept for 90 days, and analysed."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Flow logs are on, kept for 90 days, and analysed."""
    yield from resource.expect("enabled", True)
    if resource.find("retentionPolicy.days") not in (0.0, ABSENT):  # 0 keeps them for ever
        yield from resource.expect_at_least("retentionPolicy.days", resource.parameter_number("minimum_days"))
    analytics = "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration"
    yield from resource.expect(f"{analytics}.enabled", True)
    yield from resource.expect_set(f"{analytics}.workspaceResourceId", "must be the id of the workspace")


RULE = ResourceRule(
    id="flow-log-useful",
    control="NET-007",
    title="Flow logs are on, kept for 90 days, and analysed",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/networkWatchers/flowLogs",),
    remedy=(
        'Write `enabled=True, retention_policy={"enabled": True, "days": 90}, '
        'flow_analytics_configuration={"network_watcher_flow_analytics_configuration": {"enabled": True, '
        '"workspace_resource_id": workspace.id}}` in FlowLog(...).'
    ),
    url="https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview",
    parameters={"minimum_days": 90.0},
    check=check,
)
