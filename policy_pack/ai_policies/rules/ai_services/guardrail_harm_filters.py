"""Hate, sexual, violence and self-harm filters block prompts and completions."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.content_filters import Filter
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity

FILTERS = tuple(
    Filter(name, source, content_filters.THRESHOLDS)
    for name in ("Hate", "Sexual", "Violence", "Selfharm")
    for source in ("Prompt", "Completion")
)


def check(resource: Resource) -> Iterator[Finding]:
    """Hate, sexual, violence and self-harm filters block prompts and completions."""
    yield from content_filters.expect(resource, *FILTERS)


def fix(resource: Resource) -> Iterator[Edit]:
    """Add the filters that are missing, and make strict those that are not."""
    yield from content_filters.edits(resource, *FILTERS)


RULE = ResourceRule(
    id="guardrail-harm-filters",
    control="RAI-002",
    title="Hate, sexual, violence and self-harm filters block prompts and completions",
    severity=Severity.HIGH,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write `{"name": "Hate", "source": "Prompt", "enabled": True, "blocking": True, "severity_threshold": '
        '"Medium"}` and its seven siblings in `content_filters` of RaiPolicy(...).'
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/how-to/content-filters",
    check=check,
    fix=fix,
)
