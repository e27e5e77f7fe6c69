"""AI accounts are covered by the plan for AI, where the stack manages plans."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """AI accounts are covered by the plan for AI, where the stack manages plans."""
    yield from defender.expect_plan(graph, resource, {"Microsoft.CognitiveServices/accounts": "AI"})


RULE = StackRule(
    id="defender-covers-ai",
    control="DEF-001",
    title="AI accounts are covered by the plan for AI, where the stack manages plans",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy='Add `Pricing(pricing_name="AI", pricing_tier="Standard", scope_id=...)`.',
    url="https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",
    check=check,
)
