"""Protected text and code are detected in completions."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Protected text and code are detected in completions."""
    yield from content_filters.expect_filter(resource, "Protected Material Text", "Completion")
    yield from content_filters.expect_filter(resource, "Protected Material Code", "Completion", must_block=False)


RULE = ResourceRule(
    id="guardrail-protected-material",
    control="RAI-006",
    title="Protected text and code are detected in completions",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts/raiPolicies",),
    remedy=(
        'Write `{"name": "Protected Material Text", "source": "Completion", "enabled": True, "blocking": True}` '
        "and one for `Protected Material Code` in `content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter-protected-material",
    check=check,
)
