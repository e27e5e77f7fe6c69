"""Cosmos DB accepts Entra ID tokens only, for data and for metadata."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB accepts Entra ID tokens only, for data and for metadata."""
    yield from resource.expect("disableLocalAuth", True)
    yield from resource.expect("disableKeyBasedMetadataWriteAccess", True)


RULE = ResourceRule(
    id="cosmos-keys-off",
    control="COS-002",
    title="Cosmos DB accepts Entra ID tokens only, for data and for metadata",
    severity=Severity.CRITICAL,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy="Write `disable_local_auth=True, disable_key_based_metadata_write_access=True` in DatabaseAccount(...).",
    url="https://learn.microsoft.com/azure/cosmos-db/how-to-connect-role-based-access-control",
    check=check,
    fix={"disableLocalAuth": True, "disableKeyBasedMetadataWriteAccess": True},
)
