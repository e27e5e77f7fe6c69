"""Instructions hidden in documents are blocked."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.content_filters import Filter
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity

FILTERS = (Filter("Indirect Attack", "Prompt"),)


def check(resource: Resource) -> Iterator[Finding]:
    """Instructions hidden in documents are blocked."""
    yield from content_filters.expect(resource, *FILTERS)


def fix(resource: Resource) -> Iterator[Edit]:
    """Add the filters that are missing, and make strict those that are not."""
    yield from content_filters.edits(resource, *FILTERS)


RULE = ResourceRule(
    id="guardrail-indirect-attack-shield",
    control="RAI-004",
    title="Instructions hidden in documents are blocked",
    severity=Severity.CRITICAL,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write `{"name": "Indirect Attack", "source": "Prompt", "enabled": True, "blocking": True}` in '
        "`content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter-prompt-shields",
    check=check,
    fix=fix,
)
