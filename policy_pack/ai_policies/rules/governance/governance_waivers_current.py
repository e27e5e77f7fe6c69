"""No waiver is about to run out."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, _stack: Resource) -> Iterator[Finding]:
    """No waiver is about to run out."""
    for waiver in graph.waivers:
        left = waiver.days_left(graph.today)
        if left < 0:
            yield Violated(f"ran out on {waiver.expires.isoformat()}: {waiver.label}")
        elif left <= graph.parameter_number("warn_days"):
            yield Violated(f"runs out in {left} days, on {waiver.expires.isoformat()}: {waiver.label}")


RULE = StackRule(
    id="governance-waivers-current",
    control="GOV-005",
    title="No waiver is about to run out",
    severity=Severity.LOW,
    types=(),
    remedy="Mend what it waives, or have it renewed before it ends.",
    url="https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure",
    check=check,
    parameters={"warn_days": 30.0},
)
