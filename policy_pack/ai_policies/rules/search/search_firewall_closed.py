"""Search admits no open address range and no trusted-service bypass."""

from collections.abc import Iterator

from ai_policies import address_ranges
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Search admits no open address range and no trusted-service bypass."""
    yield from resource.expect_or_absent("networkRuleSet.bypass", "None")
    for rule in resource.items("networkRuleSet.ipRules"):
        yield from rule.refuse("value", *address_ranges.OPEN_RANGES)


RULE = ResourceRule(
    id="search-firewall-closed",
    control="SRCH-006",
    title="Search admits no open address range and no trusted-service bypass",
    severity=Severity.HIGH,
    types=("Microsoft.Search/searchServices",),
    remedy="Leave `bypass` and open ranges out of `network_rule_set` in search.Service(...).",
    url="https://learn.microsoft.com/azure/search/service-configure-firewall",
    check=check,
)
