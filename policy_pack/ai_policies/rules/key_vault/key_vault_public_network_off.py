"""Vaults refuse traffic from the public endpoint."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Vaults refuse traffic from the public endpoint."""
    yield from resource.expect("properties.publicNetworkAccess", "Disabled")
    yield from resource.expect("properties.networkAcls.defaultAction", "Deny")
    yield from resource.expect_or_absent("properties.networkAcls.bypass", "None", "AzureServices")
    yield from resource.expect_empty("properties.networkAcls.ipRules", "must hold no address range")


RULE = ResourceRule(
    id="key-vault-public-network-off",
    control="KV-004",
    title="Vaults refuse traffic from the public endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.KeyVault/vaults",),
    remedy=(
        'Write `"public_network_access": "Disabled", "network_acls": {"default_action": "Deny", "bypass": '
        '"AzureServices"}` in the `properties` of Vault(...).'
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/network-security",
    check=check,
    fix={
        "properties.publicNetworkAccess": "Disabled",
        "properties.networkAcls.defaultAction": "Deny",
        "properties.networkAcls.bypass": "AzureServices",
        "properties.networkAcls.ipRules": ABSENT,
    },
)
