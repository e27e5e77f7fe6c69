"""GPU and confidential sizes are on the approved list."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """GPU and confidential sizes are on the approved list."""
    path = "sku.name" if machines.profile(resource) else "hardwareProfile.vmSize"
    size = resource.text(path)
    special = size.casefold().startswith(("standard_n", "standard_dc", "standard_ec"))
    if special and size.casefold() not in {item.casefold() for item in resource.parameter_texts("approved")}:
        yield resource.violated(path, "which is a GPU or confidential size that is not approved")


RULE = ResourceRule(
    id="vm-size-approved",
    control="VM-009",
    title="GPU and confidential sizes are on the approved list",
    severity=Severity.LOW,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        "Choose another size in VirtualMachine(...), or add this one to `approved` in the `parameters` of "
        "the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/sizes/overview",
    parameters={"approved": []},
    check=check,
)
