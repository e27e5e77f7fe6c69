"""Azure assesses and patches machines."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, known


def check(resource: Resource) -> Iterator[Finding]:
    """Azure assesses and patches machines."""
    system = "windowsConfiguration" if known(resource.read("osProfile.windowsConfiguration")) else "linuxConfiguration"
    for setting in ("patchMode", "assessmentMode"):
        yield from resource.expect(f"osProfile.{system}.patchSettings.{setting}", "AutomaticByPlatform")


RULE = ResourceRule(
    id="vm-platform-patching",
    control="VM-006",
    title="Azure assesses and patches machines",
    severity=Severity.MEDIUM,
    types=("Microsoft.Compute/virtualMachines",),
    remedy=(
        'Write `"patch_settings": {"patch_mode": "AutomaticByPlatform", "assessment_mode": '
        '"AutomaticByPlatform"}` in the os_profile\'s configuration of VirtualMachine(...).'
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching",
    check=check,
    fix={
        f"osProfile.{system}.patchSettings.{setting}": "AutomaticByPlatform"
        for system in ("linuxConfiguration", "windowsConfiguration")
        for setting in ("patchMode", "assessmentMode")
    },
)
