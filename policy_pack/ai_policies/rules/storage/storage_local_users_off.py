"""Local users and SFTP are off."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Local users and SFTP are off."""
    yield from resource.expect("isLocalUserEnabled", False)
    yield from resource.refuse("isSftpEnabled", True)


RULE = ResourceRule(
    id="storage-local-users-off",
    control="STG-010",
    title="Local users and SFTP are off",
    severity=Severity.HIGH,
    types=("Microsoft.Storage/storageAccounts",),
    remedy="Write `is_local_user_enabled=False` and leave `is_sftp_enabled` out of StorageAccount(...).",
    url="https://learn.microsoft.com/azure/storage/blobs/secure-file-transfer-protocol-support",
    check=check,
    fix={"isLocalUserEnabled": False, "isSftpEnabled": False},
)
