"""AI accounts are encrypted with a key of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """AI accounts are encrypted with a key of the customer."""
    yield from resource.expect("properties.encryption.keySource", "Microsoft.KeyVault")
    yield from resource.expect_set("properties.encryption.keyVaultProperties.keyVaultUri", "must name the vault")
    yield from resource.expect_set("properties.encryption.keyVaultProperties.keyName", "must name the key")


RULE = ResourceRule(
    id="ai-account-customer-key",
    control="AIS-005",
    title="AI accounts are encrypted with a key of the customer",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"encryption": {"key_source": "Microsoft.KeyVault", "key_vault_properties": {"key_name": ..., '
        '"key_version": ..., "key_vault_uri": ...}}` in the `properties` of cognitiveservices.Account(...).'
    ),
    url="https://learn.microsoft.com/azure/ai-services/encryption/cognitive-services-encryption-keys-portal",
    check=check,
)
