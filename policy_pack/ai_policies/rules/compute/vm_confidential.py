"""Machines with the most sensitive data are confidential ones."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machines with the most sensitive data are confidential ones."""
    classification = resource.read("tags.data-classification")
    if classification not in resource.parameter_texts("classifications"):
        yield NotApplicable("its classification demands no confidential machine")
        return
    yield from resource.expect(f"{machines.profile(resource)}securityProfile.securityType", "ConfidentialVM")


RULE = ResourceRule(
    id="vm-confidential",
    control="VM-009",
    title="Machines with the most sensitive data are confidential ones",
    severity=Severity.LOW,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        'Write `"security_type": "ConfidentialVM"` in the `security_profile` of VirtualMachine(...), or '
        "set `classifications` in the `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/confidential-computing/confidential-vm-overview",
    parameters={"classifications": ["restricted"]},
    check=check,
)
