"""AI resources name their system and its risk tier, where the stack keeps that record in tags."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, known


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """AI resources name their system and its risk tier, where the stack keeps that record in tags."""
    # A stack that tags none of its AI resources keeps the record elsewhere (a register of AI systems).
    if not any(_has_any(item) for item in graph.of(*RULE.types)):
        yield NotApplicable("the stack keeps no record of AI systems in tags")
        return
    yield from resource.expect_set("tags.ai-system-id", "must name the AI system")
    yield from resource.expect("tags.ai-risk-tier", *graph.parameter_texts("tiers"))


def _has_any(resource: Resource) -> bool:
    return any(known(resource.read(f"tags.{tag}")) for tag in ("ai-system-id", "ai-risk-tier"))


RULE = StackRule(
    id="governance-ai-tags",
    control="GOV-001",
    title="AI resources name their system and its risk tier, where the stack keeps that record in tags",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.MachineLearningServices/workspaces",
    ),
    remedy='Write `"ai-system-id": ..., "ai-risk-tier": "limited"` in the `tags` of the resource.',
    url="https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/ai/govern",
    parameters={"tiers": ["minimal", "limited", "high"]},
    check=check,
)
