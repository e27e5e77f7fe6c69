"""Machines that keep state are backed up."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Machines that keep state are backed up."""
    if not same(resource.read("tags.stateful"), "true"):
        yield NotApplicable("the machine is not tagged stateful")
        return
    for item in graph.of(ITEMS):
        source = item.find("properties.sourceResourceId")
        if graph.resolve(item, "properties", source, "Microsoft.Compute/virtualMachines") is resource:
            return
    yield Violated("is tagged stateful and has no backup")


ITEMS = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems"


RULE = StackRule(
    id="vm-backed-up",
    control="VM-008",
    title="Machines that keep state are backed up",
    severity=Severity.MEDIUM,
    types=("Microsoft.Compute/virtualMachines",),
    remedy=(
        'Add `ProtectedItem(..., properties={"protected_item_type": "Microsoft.Compute/virtualMachines", '
        '"source_resource_id": vm.id, "policy_id": policy.id})` for the machine, or remove its tag '
        "`stateful`."
    ),
    url="https://learn.microsoft.com/azure/backup/backup-azure-vms-introduction",
    check=check,
)
