"""Attempts to break the model's rules are blocked in prompts."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.content_filters import Filter
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity

FILTERS = (Filter("Jailbreak", "Prompt"),)


def check(resource: Resource) -> Iterator[Finding]:
    """Attempts to break the model's rules are blocked in prompts."""
    yield from content_filters.expect(resource, *FILTERS)


def fix(resource: Resource) -> Iterator[Edit]:
    """Add the filters that are missing, and make strict those that are not."""
    yield from content_filters.edits(resource, *FILTERS)


RULE = ResourceRule(
    id="guardrail-jailbreak-shield",
    control="RAI-003",
    title="Attempts to break the model's rules are blocked in prompts",
    severity=Severity.CRITICAL,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write `{"name": "Jailbreak", "source": "Prompt", "enabled": True, "blocking": True}` in '
        "`content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter-prompt-shields",
    check=check,
    fix=fix,
)
