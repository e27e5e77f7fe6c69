"""Protected text and code are blocked in completions."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.content_filters import Filter
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity

FILTERS = (
    Filter("Protected Material Text", "Completion"),
    Filter("Protected Material Code", "Completion"),
)


def check(resource: Resource) -> Iterator[Finding]:
    """Protected text and code are blocked in completions."""
    yield from content_filters.expect(resource, *FILTERS)


def fix(resource: Resource) -> Iterator[Edit]:
    """Add the filters that are missing, and make strict those that are not."""
    yield from content_filters.edits(resource, *FILTERS)


RULE = ResourceRule(
    id="guardrail-protected-material",
    control="RAI-006",
    title="Protected text and code are blocked in completions",
    severity=Severity.MEDIUM,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write `{"name": "Protected Material Text", "source": "Completion", "enabled": True, "blocking": True}` '
        "and one for `Protected Material Code` in `content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter-protected-material",
    check=check,
    fix=fix,
)
