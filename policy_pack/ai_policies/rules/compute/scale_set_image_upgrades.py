"""Scale sets take new images by themselves."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, known, same


def check(resource: Resource) -> Iterator[Finding]:
    """Scale sets take new images by themselves."""
    if not same(resource.read("orchestrationMode"), "Flexible"):
        yield from resource.expect("upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade", True)
        return
    # Azure takes no image upgrades for flexible scale sets: they are patched machine by machine.
    profile = "virtualMachineProfile.osProfile"
    windows = known(resource.read(f"{profile}.windowsConfiguration"))
    system = "windowsConfiguration" if windows else "linuxConfiguration"
    yield from resource.expect(f"{profile}.{system}.patchSettings.patchMode", "AutomaticByPlatform")


RULE = ResourceRule(
    id="scale-set-image-upgrades",
    control="VM-006",
    title="Scale sets take new images by themselves",
    severity=Severity.MEDIUM,
    types=("Microsoft.Compute/virtualMachineScaleSets",),
    remedy=(
        'Write `upgrade_policy={"automatic_os_upgrade_policy": {"enable_automatic_os_upgrade": True}}` in '
        "VirtualMachineScaleSet(...); a flexible one takes patch mode AutomaticByPlatform in its profile "
        "instead."
    ),
    url="https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade",
    check=check,
    fix={
        "upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade": True,
        "virtualMachineProfile.osProfile.linuxConfiguration.patchSettings.patchMode": "AutomaticByPlatform",
        "virtualMachineProfile.osProfile.windowsConfiguration.patchSettings.patchMode": "AutomaticByPlatform",
    },
)
