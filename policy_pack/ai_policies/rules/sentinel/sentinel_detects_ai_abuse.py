"""Analytics rules make incidents of Defender's alerts and of abuse of AI."""

from collections.abc import Iterator

from ai_policies import sentinel
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Analytics rules make incidents of Defender's alerts and of abuse of AI."""
    workspace = graph.ancestor(resource, sentinel.WORKSPACE)
    rules = [item for item in sentinel.beside(graph, workspace, sentinel.RULES) if item.read("enabled") is True]
    texts = [sentinel.text_of(item) for item in rules if same(item.read("kind"), "Scheduled")]
    for sign, pattern in sentinel.SIGNS.items():
        if not any(pattern.search(text) for text in texts):
            yield Violated(f"no enabled analytics rule looks for {sign}")
    if not any(same(item.read("kind"), kind) for item in rules for kind in _OF_DEFENDER):
        yield Violated("no enabled rule makes incidents of Defender's alerts")


_OF_DEFENDER = ("Fusion", "MicrosoftSecurityIncidentCreation")


RULE = StackRule(
    id="sentinel-detects-ai-abuse",
    control="SEN-003",
    title="Analytics rules make incidents of Defender's alerts and of abuse of AI",
    severity=Severity.MEDIUM,
    types=("Microsoft.SecurityInsights/onboardingStates",),
    remedy=(
        "Add an enabled ScheduledAlertRule(...) for the sign named here, and FusionAlertRule(...) or "
        "MicrosoftSecurityIncidentCreationAlertRule(...)."
    ),
    url="https://learn.microsoft.com/azure/sentinel/threat-detection",
    check=check,
)
