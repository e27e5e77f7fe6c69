"""Machines boot trusted and encrypt at the host."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machines boot trusted and encrypt at the host."""
    profile = f"{machines.profile(resource)}securityProfile"
    yield from resource.expect(f"{profile}.securityType", "TrustedLaunch", "ConfidentialVM")
    yield from resource.expect(f"{profile}.uefiSettings.secureBootEnabled", True)
    yield from resource.expect(f"{profile}.uefiSettings.vTpmEnabled", True)
    yield from resource.expect(f"{profile}.encryptionAtHost", True)


RULE = ResourceRule(
    id="vm-trusted-launch",
    control="VM-001",
    title="Machines boot trusted and encrypt at the host",
    severity=Severity.HIGH,
    types=("Microsoft.Compute/virtualMachines", "Microsoft.Compute/virtualMachineScaleSets"),
    remedy=(
        'Write `security_profile={"security_type": "TrustedLaunch", "uefi_settings": {"secure_boot_enabled": '
        'True, "v_tpm_enabled": True}, "encryption_at_host": True}` in VirtualMachine(...), and inside '
        "`virtual_machine_profile` of VirtualMachineScaleSet(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/trusted-launch",
    check=check,
)
