"""Nobody signs in to Linux machines with a password."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import ABSENT, Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Nobody signs in to Linux machines with a password."""
    system = f"{machines.profile(resource)}osProfile.linuxConfiguration"
    if resource.read(system) is ABSENT:
        yield NotApplicable("not a Linux machine")
        return
    yield from resource.expect(f"{system}.disablePasswordAuthentication", True)
    yield from resource.expect_set(f"{system}.ssh.publicKeys", "must hold the keys that may sign in")


RULE = ResourceRule(
    id="vm-no-password",
    control="VM-004",
    title="Nobody signs in to Linux machines with a password",
    severity=Severity.CRITICAL,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        'Write `"linux_configuration": {"disable_password_authentication": True, "ssh": {"public_keys": '
        "[...]}}` in the `os_profile` of VirtualMachine(...) or of the profile in "
        "VirtualMachineScaleSet(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed",
    check=check,
)
