"""Alerts on the activity log cover changes of policy, network, access, vaults and keys, and service health."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Alerts on the activity log cover changes of policy, network, access, vaults and keys, and service health."""
    alerts = list(graph.of("Microsoft.Insights/activityLogAlerts"))
    if resource is not alerts[0]:
        return  # what is missing is missing once: the first alert of the stack carries it
    watched = {value for alert in alerts for value in _watched(alert)}
    for operation in graph.parameter_texts("operations"):
        if operation.casefold() not in watched:
            yield Violated(f"nor does any other alert of the stack watch {operation}", resource.path_of("condition"))


def _watched(alert: Resource) -> Iterator[str]:
    """Operations and categories (lower case) that an alert looks for."""
    for condition in alert.items("condition.allOf"):
        for one in (condition, *condition.items("anyOf")):
            yield from (value.casefold() for value in (one.text("equals"), *one.texts("containsAny")))


RULE = StackRule(
    id="activity-alerts-complete",
    control="MON-010",
    title="Alerts on the activity log cover changes of policy, network, access, vaults and keys, and service health",
    severity=Severity.MEDIUM,
    types=("Microsoft.Insights/activityLogAlerts",),
    remedy="Add an ActivityLogAlert(...) with a `condition` on the operation named here.",
    url="https://learn.microsoft.com/azure/azure-monitor/alerts/activity-log-alerts",
    parameters={
        "operations": [
            "Microsoft.Authorization/policyAssignments/write",
            "Microsoft.Authorization/policyAssignments/delete",
            "Microsoft.Network/networkSecurityGroups/write",
            "Microsoft.Network/networkSecurityGroups/delete",
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.KeyVault/vaults/write",
            "Microsoft.KeyVault/vaults/delete",
            "Microsoft.CognitiveServices/accounts/regenerateKey/action",
            "ServiceHealth",
        ]
    },
    check=check,
)
