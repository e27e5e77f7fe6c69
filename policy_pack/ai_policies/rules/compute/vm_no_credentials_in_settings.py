"""Settings and custom data of machines hold no credentials."""

from collections.abc import Iterator

from ai_policies import credentials, machines
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Settings and custom data of machines hold no credentials."""
    if resource.is_type("Microsoft.Compute/virtualMachines/extensions"):
        yield from resource.expect_that("settings", _WANTED, lambda value: not credentials.inside(value))
        return
    profile = machines.profile(resource)
    for path in ("osProfile.customData", "userData"):
        yield from resource.expect_that(f"{profile}{path}", _WANTED, lambda value: not credentials.in_encoded(value))


_WANTED = "must hold no credentials"


RULE = ResourceRule(
    id="vm-no-credentials-in-settings",
    control="VM-007",
    title="Settings and custom data of machines hold no credentials",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
        "Microsoft.Compute/virtualMachines/extensions",
    ),
    remedy=(
        "Read secrets at run time with the machine's identity, or pass them in "
        "`protected_settings_from_key_vault` of VirtualMachineExtension(...); leave them out of `settings`, "
        "custom data and `user_data`."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/extensions/overview",
    check=check,
)
