"""Container environments log to the central workspace."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Container environments log to the central workspace."""
    yield from resource.expect("appLogsConfiguration.destination", "azure-monitor", "log-analytics")
    if same(resource.find("appLogsConfiguration.destination"), "log-analytics"):
        customer = "appLogsConfiguration.logAnalyticsConfiguration.customerId"
        yield from graph.expect_link(resource, customer, "must be the workspace's customer id", WORKSPACE)


WORKSPACE = "Microsoft.OperationalInsights/workspaces"


RULE = StackRule(
    id="container-environment-logs",
    control="ACA-009",
    title="Container environments log to the central workspace",
    severity=Severity.MEDIUM,
    types=("Microsoft.App/managedEnvironments",),
    remedy=(
        'Write `app_logs_configuration={"destination": "azure-monitor"}` in ManagedEnvironment(...) and add '
        "a DiagnosticSetting(...) to the workspace."
    ),
    url="https://learn.microsoft.com/azure/container-apps/log-options",
    check=check,
)
