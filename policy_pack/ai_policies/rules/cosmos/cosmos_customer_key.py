"""Cosmos DB is encrypted with a key of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB is encrypted with a key of the customer."""
    yield from resource.expect_set("keyVaultKeyUri", "must be the address of the key")
    yield from resource.expect_that(
        "defaultIdentity",
        "must name a user-assigned identity",
        lambda value: isinstance(value, str) and value.casefold().startswith("userassignedidentity="),
    )


RULE = ResourceRule(
    id="cosmos-customer-key",
    control="COS-005",
    title="Cosmos DB is encrypted with a key of the customer",
    severity=Severity.MEDIUM,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy='Write `key_vault_key_uri=..., default_identity="UserAssignedIdentity=<id>"` in DatabaseAccount(...).',
    url="https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys",
    check=check,
)
