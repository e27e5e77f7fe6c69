"""Hate, sexual, violence and self-harm filters block prompts and completions."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Hate, sexual, violence and self-harm filters block prompts and completions."""
    for name in ("Hate", "Sexual", "Violence", "Selfharm"):
        for source in ("Prompt", "Completion"):
            yield from content_filters.expect_filter(resource, name, source, thresholds=("Low", "Medium"))


RULE = ResourceRule(
    id="guardrail-harm-filters",
    control="RAI-002",
    title="Hate, sexual, violence and self-harm filters block prompts and completions",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts/raiPolicies",),
    remedy=(
        'Write `{"name": "Hate", "source": "Prompt", "enabled": True, "blocking": True, "severity_threshold": '
        '"Medium"}` and its seven siblings in `content_filters` of RaiPolicy(...).'
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/how-to/content-filters",
    check=check,
)
