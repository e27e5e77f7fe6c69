"""Stateful and audit resources are protected from deletion."""

from collections.abc import Iterator

from ai_policies import locks
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Stateful and audit resources are protected from deletion."""
    if not resource.is_protected:
        yield from locks.expect_lock(graph, resource)


RULE = StackRule(
    id="governance-data-protected",
    control="GOV-004",
    title="Stateful and audit resources are protected from deletion",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.KeyVault/vaults",
        "Microsoft.Storage/storageAccounts",
        "Microsoft.DocumentDB/databaseAccounts",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.ContainerRegistry/registries",
    ),
    remedy=(
        "Give the resource the option protect, or add `ManagementLockByScope(scope=resource.id, "
        'level="CanNotDelete")` for the resource or its group.'
    ),
    url="https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
    check=check,
)
