"""Disks are encrypted with a customer's key."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Disks are encrypted with a customer's key."""
    keys = ("EncryptionAtRestWithCustomerKey", "EncryptionAtRestWithPlatformAndCustomerKeys")
    yield from resource.expect("encryption.type", *keys)
    yield from resource.expect_set("encryption.diskEncryptionSetId", "must be the id of a disk encryption set")


RULE = ResourceRule(
    id="disk-customer-key",
    control="VM-003",
    title="Disks are encrypted with a customer's key",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Compute/disks",
        "Microsoft.Compute/snapshots",
    ),
    remedy=(
        'Write `encryption={"type": "EncryptionAtRestWithCustomerKey", "disk_encryption_set_id": '
        "encryption_set.id}` in Disk(...) or Snapshot(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/disk-encryption",
    check=check,
)
