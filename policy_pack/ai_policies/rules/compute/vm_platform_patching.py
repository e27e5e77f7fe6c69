"""Azure assesses and patches machines."""

from collections.abc import Iterator

from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity, known, same

AUTOMATIC = "AutomaticByPlatform"
SETTINGS = ("patchMode", "assessmentMode")


def check(resource: Resource) -> Iterator[Finding]:
    """Azure assesses and patches machines."""
    for setting in SETTINGS:
        yield from resource.expect(f"{_system(resource)}.patchSettings.{setting}", AUTOMATIC)


def fix(resource: Resource) -> Iterator[Edit]:
    """Set what is wrong, where the machine says which system it has: the rest is for whoever knows how to sign in."""
    system = _system(resource)
    for setting in SETTINGS if known(resource.read(system)) else ():
        path = f"{system}.patchSettings.{setting}"
        if not same(resource.find(path), AUTOMATIC):
            yield Edit(path, AUTOMATIC)


def _system(resource: Resource) -> str:
    """Path of the configuration of the machine's system; raises `UnknownRead`."""
    windows = "osProfile.windowsConfiguration"
    return windows if known(resource.read(windows)) else "osProfile.linuxConfiguration"


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
    fix=fix,
)
