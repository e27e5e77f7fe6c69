"""Vaults keep deleted keys for the configured time and cannot be purged before."""

from collections.abc import Iterator

from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Vaults keep deleted keys for the configured time and cannot be purged before."""
    yield from resource.expect("properties.enablePurgeProtection", True)
    yield from resource.refuse("properties.enableSoftDelete", False)
    minimum = resource.parameter_number("minimum_days")
    yield from resource.expect_at_least("properties.softDeleteRetentionInDays", minimum)


def fix(resource: Resource) -> Iterator[Edit]:
    """Switch protection on and keep what is deleted for the time wanted."""
    yield Edit("properties.enablePurgeProtection", True)
    if resource.find("properties.enableSoftDelete") is False:
        yield Edit("properties.enableSoftDelete", True)
    days, minimum = resource.find("properties.softDeleteRetentionInDays"), resource.parameter_number("minimum_days")
    if not isinstance(days, float) or days < minimum:
        yield Edit("properties.softDeleteRetentionInDays", minimum)


RULE = ResourceRule(
    id="key-vault-purge-protection",
    control="KV-001",
    title="Vaults keep deleted keys for the configured time and cannot be purged before",
    severity=Severity.HIGH,
    types=("Microsoft.KeyVault/vaults",),
    remedy=(
        'Write `"enable_purge_protection": True, "soft_delete_retention_in_days": 90` in the `properties` of '
        "Vault(...)."
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",
    parameters={"minimum_days": 90.0},
    check=check,
    fix=fix,
)
