"""Machines use managed disks only, encrypted with a customer's key."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machines use managed disks only, encrypted with a customer's key."""
    profile = f"{machines.profile(resource)}storageProfile"
    yield from resource.expect_empty(f"{profile}.osDisk.vhd", "must be absent")
    yield from resource.expect_empty(f"{profile}.osDisk.vhdContainers", "must be absent")
    # A disk that exists already brings its own encryption, which the rule about disks judges.
    if resource.read(f"{profile}.osDisk.managedDisk.id") is ABSENT:
        yield from resource.expect_set(f"{profile}.osDisk.managedDisk.diskEncryptionSet.id", _WHY)
    for disk in resource.items(f"{profile}.dataDisks"):
        yield from disk.expect_empty("vhd", "must be absent")
        if disk.read("managedDisk.id") is ABSENT:
            yield from disk.expect_set("managedDisk.diskEncryptionSet.id", _WHY)


_WHY = "must be the id of a disk encryption set"


RULE = ResourceRule(
    id="vm-managed-disks",
    control="VM-003",
    title="Machines use managed disks only, encrypted with a customer's key",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        'Write `"managed_disk": {"disk_encryption_set": {"id": encryption_set.id}}` for each disk in the '
        "`storage_profile` of VirtualMachine(...), and no `vhd`."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/managed-disks-overview",
    check=check,
)
