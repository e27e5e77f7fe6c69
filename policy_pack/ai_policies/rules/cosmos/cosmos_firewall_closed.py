"""Cosmos DB admits neither all Azure data centres nor trusted services."""

from collections.abc import Iterator

from ai_policies import address_ranges
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity, known


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB admits neither all Azure data centres nor trusted services."""
    yield from resource.expect_or_absent("networkAclBypass", "None")
    for rule in resource.items("ipRules"):
        yield from rule.refuse("ipAddressOrRange", *address_ranges.OPEN_RANGES)


def fix(resource: Resource) -> Iterator[Edit]:
    """Close the bypass and take the open ranges out."""
    if known(resource.find("networkAclBypass")):
        yield Edit("networkAclBypass", "None")
    yield from address_ranges.without_open(resource, "ipRules", "ipAddressOrRange")


RULE = ResourceRule(
    id="cosmos-firewall-closed",
    control="COS-004",
    title="Cosmos DB admits neither all Azure data centres nor trusted services",
    severity=Severity.HIGH,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy=(
        'Leave the address 0.0.0.0 out of `ip_rules` and write `network_acl_bypass="None"` in DatabaseAccount(...).'
    ),
    url="https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall",
    check=check,
    fix=fix,
)
