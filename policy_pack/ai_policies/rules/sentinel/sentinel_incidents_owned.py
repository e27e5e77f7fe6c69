"""Incidents get an owner or a playbook, and behaviour analytics is on."""

from collections.abc import Iterator

from ai_policies import sentinel
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Incidents get an owner or a playbook, and behaviour analytics is on."""
    workspace = graph.ancestor(resource, sentinel.WORKSPACE)
    automations = sentinel.beside(graph, workspace, sentinel.AUTOMATIONS)
    if not any(item.items("actions") for item in automations):
        yield Violated("no automation rule with an action")
    kinds = {item.text("kind").casefold() for item in sentinel.beside(graph, workspace, sentinel.SETTINGS)}
    for kind in ("Ueba", "EntityAnalytics"):
        if kind.casefold() not in kinds:
            yield Violated(f"setting {kind} is not on")


RULE = StackRule(
    id="sentinel-incidents-owned",
    control="SEN-004",
    title="Incidents get an owner or a playbook, and behaviour analytics is on",
    severity=Severity.LOW,
    types=("Microsoft.SecurityInsights/onboardingStates",),
    remedy="Add an AutomationRule(...) with `actions`, Ueba(...) and EntityAnalytics(...) to the workspace.",
    url="https://learn.microsoft.com/azure/sentinel/automate-incident-handling-with-automation-rules",
    check=check,
)
