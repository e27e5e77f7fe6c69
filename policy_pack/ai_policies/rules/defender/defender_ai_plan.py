"""The plan for AI threat protection is on."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The plan for AI threat protection is on."""
    if not defender.is_plan(resource, "AI"):
        yield NotApplicable("another plan")
        return
    yield from resource.expect("pricingTier", "Standard")


RULE = ResourceRule(
    id="defender-ai-plan",
    control="DEF-001",
    title="The plan for AI threat protection is on",
    severity=Severity.CRITICAL,
    types=("Microsoft.Security/pricings",),
    remedy='Write `pricing_tier="Standard"` in Pricing(...) of plan AI.',
    url="https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",
    check=check,
    fix={"pricingTier": "Standard"},
)
