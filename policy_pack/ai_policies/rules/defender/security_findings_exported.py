"""Alerts and recommendations are exported continuously and trigger automation."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Alerts and recommendations are exported continuously and trigger automation."""
    yield from resource.expect("isEnabled", True)
    kinds = [item.text("actionType") for item in resource.items("actions")]
    if not any(same(kind, wanted) for kind in kinds for wanted in ("Workspace", "EventHub", "LogicApp")):
        yield Violated("has no action that exports or answers", resource.path_of("actions"))
    automations = list(graph.of("Microsoft.Security/automations"))
    if resource is not automations[0]:
        return  # what all of them miss together is said once
    given = {item.text("eventSource").casefold() for each in automations for item in each.items("sources")}
    for source in ("Alerts", "Assessments"):
        if source.casefold() not in given:
            yield Violated(f"nor any other automation of the stack takes {source}", resource.path_of("sources"))


RULE = StackRule(
    id="security-findings-exported",
    control="DEF-010",
    title="Alerts and recommendations are exported continuously and trigger automation",
    severity=Severity.MEDIUM,
    types=("Microsoft.Security/automations",),
    remedy=(
        "Write `is_enabled=True`, sources with event sources Alerts and Assessments and an action of type "
        "Workspace, EventHub or LogicApp in Automation(...)."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/continuous-export",
    check=check,
)
