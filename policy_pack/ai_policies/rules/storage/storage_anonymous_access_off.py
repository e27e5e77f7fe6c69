"""Blobs cannot be read anonymously, by account and by container."""

from collections.abc import Iterator

from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity

CONTAINER = "Microsoft.Storage/storageAccounts/blobServices/containers"


def check(resource: Resource) -> Iterator[Finding]:
    """Blobs cannot be read anonymously, by account and by container."""
    if resource.is_type(CONTAINER):
        yield from resource.expect_or_absent("publicAccess", "None")
    else:
        yield from resource.expect("allowBlobPublicAccess", False)


def fix(resource: Resource) -> Iterator[Edit]:
    """Switch anonymous access off where the resource has its switch."""
    if resource.is_type(CONTAINER):
        yield Edit("publicAccess", "None")
    else:
        yield Edit("allowBlobPublicAccess", False)


RULE = ResourceRule(
    id="storage-anonymous-access-off",
    control="STG-002",
    title="Blobs cannot be read anonymously, by account and by container",
    severity=Severity.CRITICAL,
    types=("Microsoft.Storage/storageAccounts", CONTAINER),
    remedy=(
        "Write `allow_blob_public_access=False` in StorageAccount(...) and leave `public_access` out of "
        "BlobContainer(...)."
    ),
    url="https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",
    check=check,
    fix=fix,
)
