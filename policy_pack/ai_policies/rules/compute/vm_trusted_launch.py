"""Machines boot trusted and encrypt at the host."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machines boot trusted and encrypt at the host."""
    yield from resource.expect("securityProfile.securityType", "TrustedLaunch", "ConfidentialVM")
    yield from resource.expect("securityProfile.uefiSettings.secureBootEnabled", True)
    yield from resource.expect("securityProfile.uefiSettings.vTpmEnabled", True)
    yield from resource.expect("securityProfile.encryptionAtHost", True)


RULE = ResourceRule(
    id="vm-trusted-launch",
    control="VM-001",
    title="Machines boot trusted and encrypt at the host",
    severity=Severity.HIGH,
    types=("Microsoft.Compute/virtualMachines",),
    remedy=(
        'Write `security_profile={"security_type": "TrustedLaunch", "uefi_settings": {"secure_boot_enabled": '
        'True, "v_tpm_enabled": True}, "encryption_at_host": True}` in VirtualMachine(...).'
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/trusted-launch",
    check=check,
)
