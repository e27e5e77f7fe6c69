"""Search admits no open address range and no trusted-service bypass."""

from collections.abc import Iterator

from ai_policies import address_ranges
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity, known


def check(resource: Resource) -> Iterator[Finding]:
    """Search admits no open address range and no trusted-service bypass."""
    yield from resource.expect_or_absent("networkRuleSet.bypass", "None")
    for rule in resource.items("networkRuleSet.ipRules"):
        yield from rule.refuse("value", *address_ranges.OPEN_RANGES)


def fix(resource: Resource) -> Iterator[Edit]:
    """Close the bypass and take the open ranges out."""
    if known(resource.find("networkRuleSet.bypass")):
        yield Edit("networkRuleSet.bypass", "None")
    yield from address_ranges.without_open(resource, "networkRuleSet.ipRules", "value")


RULE = ResourceRule(
    id="search-firewall-closed",
    control="SRCH-006",
    title="Search admits no open address range and no trusted-service bypass",
    severity=Severity.HIGH,
    types=("Microsoft.Search/searchServices",),
    remedy="Leave `bypass` and open ranges out of `network_rule_set` in search.Service(...).",
    url="https://learn.microsoft.com/azure/search/service-configure-firewall",
    check=check,
    fix=fix,
)
