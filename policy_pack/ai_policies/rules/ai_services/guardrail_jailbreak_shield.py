"""Attempts to break the model's rules are blocked in prompts."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Attempts to break the model's rules are blocked in prompts."""
    yield from content_filters.expect_filter(resource, "Jailbreak", "Prompt")


RULE = ResourceRule(
    id="guardrail-jailbreak-shield",
    control="RAI-003",
    title="Attempts to break the model's rules are blocked in prompts",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts/raiPolicies",),
    remedy=(
        'Write `{"name": "Jailbreak", "source": "Prompt", "enabled": True, "blocking": True}` in '
        "`content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter-prompt-shields",
    check=check,
)
