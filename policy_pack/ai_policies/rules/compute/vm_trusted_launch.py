"""Machines boot trusted and encrypt at the host."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value

_SAFE: tuple[tuple[str, Value], ...] = (
    ("securityType", "TrustedLaunch"),
    ("uefiSettings.secureBootEnabled", True),
    ("uefiSettings.vTpmEnabled", True),
    ("encryptionAtHost", True),
)


def check(resource: Resource) -> Iterator[Finding]:
    """Machines boot trusted and encrypt at the host."""
    profile = f"{machines.profile(resource)}securityProfile"
    for path, value in _SAFE:
        stricter = ("ConfidentialVM",) if path == "securityType" else ()
        yield from resource.expect(f"{profile}.{path}", value, *stricter)


RULE = ResourceRule(
    id="vm-trusted-launch",
    control="VM-001",
    title="Machines boot trusted and encrypt at the host",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        'Write `security_profile={"security_type": "TrustedLaunch", "uefi_settings": {"secure_boot_enabled": '
        'True, "v_tpm_enabled": True}, "encryption_at_host": True}` in VirtualMachine(...), and inside '
        "`virtual_machine_profile` of VirtualMachineScaleSet(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/trusted-launch",
    check=check,
    fix={
        f"{profile}securityProfile.{path}": value for profile in ("", "virtualMachineProfile.") for path, value in _SAFE
    },
)
