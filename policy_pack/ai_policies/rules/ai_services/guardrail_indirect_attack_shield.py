"""Instructions hidden in documents are blocked."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Instructions hidden in documents are blocked."""
    yield from content_filters.expect_filter(resource, "Indirect Attack", "Prompt")


RULE = ResourceRule(
    id="guardrail-indirect-attack-shield",
    control="RAI-004",
    title="Instructions hidden in documents are blocked",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts/raiPolicies",),
    remedy=(
        'Write `{"name": "Indirect Attack", "source": "Prompt", "enabled": True, "blocking": True}` in '
        "`content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter-prompt-shields",
    check=check,
)
