"""Nobody signs in to Linux machines with a password."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Nobody signs in to Linux machines with a password."""
    if resource.read("osProfile.linuxConfiguration") is ABSENT:
        yield NotApplicable("not a Linux machine")
        return
    yield from resource.expect("osProfile.linuxConfiguration.disablePasswordAuthentication", True)


RULE = ResourceRule(
    id="vm-no-password",
    control="VM-004",
    title="Nobody signs in to Linux machines with a password",
    severity=Severity.CRITICAL,
    types=("Microsoft.Compute/virtualMachines",),
    remedy=(
        'Write `"linux_configuration": {"disable_password_authentication": True, "ssh": {...}}` in the '
        "`os_profile` of VirtualMachine(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed",
    check=check,
)
