"""Blobs cannot be copied or replicated to another tenant."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Blobs cannot be copied or replicated to another tenant."""
    yield from resource.expect("allowedCopyScope", "PrivateLink", "AAD")
    yield from resource.expect("allowCrossTenantReplication", False)


RULE = ResourceRule(
    id="storage-copies-stay-inside",
    control="STG-006",
    title="Blobs cannot be copied or replicated to another tenant",
    severity=Severity.HIGH,
    types=("Microsoft.Storage/storageAccounts",),
    remedy='Write `allowed_copy_scope="PrivateLink", allow_cross_tenant_replication=False` in StorageAccount(...).',
    url="https://learn.microsoft.com/azure/storage/common/security-restrict-copy-operations",
    check=check,
    fix={"allowedCopyScope": "PrivateLink", "allowCrossTenantReplication": False},
)
