"""Documents in a prompt are marked, so that the model tells them from its instructions."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.content_filters import Filter
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity

FILTERS = (Filter("Indirect Attack Spotlighting", "Prompt"),)


def check(resource: Resource) -> Iterator[Finding]:
    """Documents in a prompt are marked, so that the model tells them from its instructions."""
    yield from content_filters.expect(resource, *FILTERS)


def fix(resource: Resource) -> Iterator[Edit]:
    """Add the filters that are missing, and make strict those that are not."""
    yield from content_filters.edits(resource, *FILTERS)


RULE = ResourceRule(
    id="guardrail-spotlighting",
    control="RAI-005",
    title="Documents in a prompt are marked, so that the model tells them from its instructions",
    severity=Severity.MEDIUM,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write `{"name": "Indirect Attack Spotlighting", "source": "Prompt", "enabled": True, "blocking": True}` '
        "in `content_filters` of RaiPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-prompt-shields",
    check=check,
    fix=fix,
)
