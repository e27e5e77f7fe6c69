"""The plan for AI keeps prompts as evidence and shares them with Purview."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Edit, Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The plan for AI keeps prompts as evidence and shares them with Purview."""
    if not defender.is_plan(resource, "AI"):
        yield NotApplicable("another plan")
        return
    yield from defender.expect_extensions(resource, resource.parameter_texts("extensions"))


def fix(resource: Resource) -> Iterator[Edit]:
    """Turn the extensions on."""
    yield from defender.switch_on(resource, resource.parameter_texts("extensions"))


RULE = ResourceRule(
    id="defender-ai-evidence",
    control="DEF-002",
    title="The plan for AI keeps prompts as evidence and shares them with Purview",
    severity=Severity.MEDIUM,
    types=("Microsoft.Security/pricings",),
    remedy=(
        'Write `{"name": "AIPromptEvidence", "is_enabled": "True"}` and AIPromptSharingWithPurview '
        "in `extensions` of Pricing(...), or set `extensions` in the `parameters` of the stack's policy "
        "settings."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/ai-onboarding",
    parameters={"extensions": ["AIPromptEvidence", "AIPromptSharingWithPurview"]},
    check=check,
    fix=fix,
)
