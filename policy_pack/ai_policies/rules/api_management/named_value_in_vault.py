"""Secret named values live in Key Vault."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Secret named values live in Key Vault."""
    if resource.read("secret") is True:
        yield from resource.expect_set("keyVault.secretIdentifier", "must name the secret in Key Vault")


RULE = ResourceRule(
    id="named-value-in-vault",
    control="APIM-009",
    title="Secret named values live in Key Vault",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/namedValues",),
    remedy=(
        'Write `key_vault={"secret_identifier": secret.properties.secret_uri, "identity_client_id": ...}` instead'
        " of `value` in NamedValue(...)."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-properties",
    check=check,
)
