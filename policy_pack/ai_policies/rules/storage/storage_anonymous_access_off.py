"""Blobs cannot be read anonymously, by account and by container."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Blobs cannot be read anonymously, by account and by container."""
    if resource.is_type("Microsoft.Storage/storageAccounts"):
        yield from resource.expect("allowBlobPublicAccess", False)
    else:
        yield from resource.expect_or_absent("publicAccess", "None")


RULE = ResourceRule(
    id="storage-anonymous-access-off",
    control="STG-002",
    title="Blobs cannot be read anonymously, by account and by container",
    severity=Severity.CRITICAL,
    types=("Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts/blobServices/containers"),
    remedy=(
        "Write `allow_blob_public_access=False` in StorageAccount(...) and leave `public_access` out of "
        "BlobContainer(...)."
    ),
    url="https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",
    check=check,
)
