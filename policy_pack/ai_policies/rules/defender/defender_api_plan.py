"""The plan for APIs is on."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The plan for APIs is on."""
    if not defender.is_plan(resource, "Api"):
        yield NotApplicable("another plan")
        return
    yield from resource.expect("pricingTier", "Standard")
    yield from resource.expect_set("subPlan", "must name a size of the plan")


RULE = ResourceRule(
    id="defender-api-plan",
    control="DEF-007",
    title="The plan for APIs is on",
    severity=Severity.HIGH,
    types=("Microsoft.Security/pricings",),
    remedy='Write `pricing_tier="Standard", sub_plan="P1"` in Pricing(...) of plan Api.',
    url="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-apis-introduction",
    check=check,
)
