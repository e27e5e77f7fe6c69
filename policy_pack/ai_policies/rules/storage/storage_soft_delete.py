"""Deleted blobs and containers can be restored for seven days or more."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Deleted blobs and containers can be restored for seven days or more."""
    for policy in ("deleteRetentionPolicy", "containerDeleteRetentionPolicy"):
        yield from resource.expect(f"{policy}.enabled", True)
        yield from resource.expect_at_least(f"{policy}.days", 7)


RULE = ResourceRule(
    id="storage-soft-delete",
    control="STG-012",
    title="Deleted blobs and containers can be restored for seven days or more",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts/blobServices",),
    remedy=(
        'Write `delete_retention_policy={"enabled": True, "days": 7}, '
        'container_delete_retention_policy={"enabled": True, "days": 7}` in BlobServiceProperties(...).'
    ),
    url="https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview",
    check=check,
    fix={
        "deleteRetentionPolicy.enabled": True,
        "deleteRetentionPolicy.days": 7.0,
        "containerDeleteRetentionPolicy.enabled": True,
        "containerDeleteRetentionPolicy.days": 7.0,
    },
)
