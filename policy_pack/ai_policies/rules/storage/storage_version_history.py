"""Models and training data keep a version history and a change feed."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Models and training data keep a version history and a change feed."""
    yield from resource.expect("isVersioningEnabled", True)
    yield from resource.expect("changeFeed.enabled", True)


RULE = ResourceRule(
    id="storage-version-history",
    control="STG-013",
    title="Models and training data keep a version history and a change feed",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts/blobServices",),
    remedy='Write `is_versioning_enabled=True, change_feed={"enabled": True}` in BlobServiceProperties(...).',
    url="https://learn.microsoft.com/azure/storage/blobs/versioning-overview",
    check=check,
    fix={"isVersioningEnabled": True, "changeFeed.enabled": True},
)
