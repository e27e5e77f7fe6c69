"""Machines run as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machines run as a managed identity."""
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="vm-identity",
    control="VM-005",
    title="Machines run as a managed identity",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        'Write `identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]}` in '
        "VirtualMachine(...) or VirtualMachineScaleSet(...)."
    ),
    url="https://learn.microsoft.com/azure/active-directory/managed-identities-azure-resources/overview",
    check=check,
    fix={"identity.type": "SystemAssigned"},
)
