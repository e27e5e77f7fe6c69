"""Disks and snapshots cannot be exported over public networks or without Entra ID."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Disks and snapshots cannot be exported over public networks or without Entra ID."""
    yield from resource.expect("publicNetworkAccess", "Disabled")
    yield from resource.expect("networkAccessPolicy", "DenyAll", "AllowPrivate")
    yield from resource.expect("dataAccessAuthMode", "AzureActiveDirectory")
    if same(resource.find("networkAccessPolicy"), "AllowPrivate"):
        yield from resource.expect_set("diskAccessId", "must be the id of the disk access that may export")


RULE = ResourceRule(
    id="disk-export-closed",
    control="VM-002",
    title="Disks and snapshots cannot be exported over public networks or without Entra ID",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Compute/disks",
        "Microsoft.Compute/snapshots",
    ),
    remedy=(
        'Write `public_network_access="Disabled", network_access_policy="DenyAll", '
        'data_access_auth_mode="AzureActiveDirectory"` in Disk(...) or Snapshot(...); `AllowPrivate` needs '
        "`disk_access_id` too."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/disks-enable-private-links-for-import-export-portal",
    check=check,
    fix={
        "publicNetworkAccess": "Disabled",
        "networkAccessPolicy": "DenyAll",
        "dataAccessAuthMode": "AzureActiveDirectory",
    },
)
