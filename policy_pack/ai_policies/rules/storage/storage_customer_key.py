"""Storage is encrypted with a key of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage is encrypted with a key of the customer."""
    yield from resource.expect("encryption.keySource", "Microsoft.Keyvault")
    yield from resource.expect_set("encryption.keyVaultProperties.keyName", "must name the key")
    yield from resource.expect_set("encryption.keyVaultProperties.keyVaultUri", "must name the vault")


RULE = ResourceRule(
    id="storage-customer-key",
    control="STG-007",
    title="Storage is encrypted with a key of the customer",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        'Write `encryption={"key_source": "Microsoft.Keyvault", "key_vault_properties": {"key_name": ..., '
        '"key_vault_uri": ...}, "identity": {...}}` in StorageAccount(...).'
    ),
    url="https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview",
    check=check,
)
