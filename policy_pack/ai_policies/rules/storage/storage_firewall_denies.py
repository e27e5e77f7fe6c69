"""The storage firewall denies by default and lists no address ranges."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The storage firewall denies by default and lists no address ranges."""
    yield from resource.expect("networkRuleSet.defaultAction", "Deny")
    yield from resource.expect_or_absent("networkRuleSet.bypass", "None", "AzureServices")
    yield from resource.expect_empty("networkRuleSet.ipRules", "must hold no address range")
    yield from resource.expect_empty("networkRuleSet.virtualNetworkRules", "must be empty: use a private endpoint")


RULE = ResourceRule(
    id="storage-firewall-denies",
    control="STG-004",
    title="The storage firewall denies by default and lists no address ranges",
    severity=Severity.HIGH,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        'Write `network_rule_set={"default_action": "Deny", "bypass": "AzureServices"}` without ip_rules in '
        "StorageAccount(...)."
    ),
    url="https://learn.microsoft.com/azure/storage/common/storage-network-security",
    check=check,
    fix={
        "networkRuleSet.defaultAction": "Deny",
        "networkRuleSet.bypass": "None",
        "networkRuleSet.ipRules": ABSENT,
        "networkRuleSet.virtualNetworkRules": ABSENT,
    },
)
