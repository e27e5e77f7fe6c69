"""Alerts watch AI accounts for blocked content, refused and throttled calls, token spend and jailbreaks."""

from collections.abc import Iterator

from ai_policies import alerts
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated

MODEL_HOSTS = ("aiservices", "openai")


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Alerts watch AI accounts for blocked content, refused and throttled calls, token spend and jailbreaks."""
    if resource.text("kind").casefold() not in MODEL_HOSTS:
        yield NotApplicable("accounts of this kind host no models: they have neither prompts nor tokens")
        return
    rules = list(graph.of(*alerts.TYPES))
    if not rules:
        yield NotApplicable("the stack holds no alert rules")
        return
    watching = [rule for rule in rules if alerts.watches(graph, rule, resource)]
    for signal, pattern in alerts.ABUSE.items():
        if not any(pattern.search(alerts.text_of(rule)) for rule in watching):
            yield Violated(f"no alert watches {signal}")


RULE = StackRule(
    id="ai-abuse-alerts",
    control="MON-011",
    title="Alerts watch AI accounts for blocked content, refused and throttled calls, token spend and jailbreaks",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        "Add a ScheduledQueryRule(...) or MetricAlert(...) for the signal named here, with the account or "
        "its workspace in `scopes`."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/how-to/monitor-openai",
    check=check,
)
