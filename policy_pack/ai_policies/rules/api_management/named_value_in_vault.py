"""Secret named values live in Key Vault, and no other one holds a key."""

from collections.abc import Iterator

from ai_policies import credentials
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Secret named values live in Key Vault, and no other one holds a key."""
    if resource.read("secret") is True:
        yield from resource.expect_set("keyVault.secretIdentifier", "must name the secret in Key Vault")
    name, value = resource.find("displayName"), resource.find("value")
    if credentials.looks_like_one(value, name if isinstance(name, str) else ""):
        yield Violated("looks like a key, must be a reference to Key Vault", resource.path_of("value"))


RULE = ResourceRule(
    id="named-value-in-vault",
    control="APIM-009",
    title="Secret named values live in Key Vault, and no other one holds a key",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/namedValues",),
    remedy=(
        'Write `key_vault={"secret_identifier": secret.properties.secret_uri, "identity_client_id": ...}` '
        "instead of `value` in NamedValue(...)."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-properties",
    check=check,
)
