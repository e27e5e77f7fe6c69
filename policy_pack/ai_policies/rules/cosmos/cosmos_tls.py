"""Cosmos DB accepts TLS 1.2 or later."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB accepts TLS 1.2 or later."""
    yield from resource.expect("minimalTlsVersion", "Tls12")


RULE = ResourceRule(
    id="cosmos-tls",
    control="COS-003",
    title="Cosmos DB accepts TLS 1.2 or later",
    severity=Severity.HIGH,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy='Write `minimal_tls_version="Tls12"` in DatabaseAccount(...).',
    url="https://learn.microsoft.com/azure/cosmos-db/self-serve-minimum-tls-enforcement",
    check=check,
    fix={"minimalTlsVersion": "Tls12"},
)
