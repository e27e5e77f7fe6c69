"""The plans for vaults, Resource Manager and Cosmos DB are on."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The plans for vaults, Resource Manager and Cosmos DB are on."""
    if not defender.is_plan(resource, "KeyVaults", "Arm", "CosmosDbs"):
        yield NotApplicable("another plan")
        return
    yield from resource.expect("pricingTier", "Standard")


RULE = ResourceRule(
    id="defender-data-plans",
    control="DEF-006",
    title="The plans for vaults, Resource Manager and Cosmos DB are on",
    severity=Severity.HIGH,
    types=("Microsoft.Security/pricings",),
    remedy='Write `pricing_tier="Standard"` in Pricing(...) of plans KeyVaults, Arm and CosmosDbs.',
    url="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-key-vault-introduction",
    check=check,
    fix={"pricingTier": "Standard"},
)
