"""Vaults, Cosmos DB and registries log who reads and writes their data."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Vaults, Cosmos DB and registries log who reads and writes their data."""
    yield from diagnostics.expect_groups(graph, resource, ("allLogs", "audit"), _CATEGORIES)


_CATEGORIES = ("AuditEvent", "DataPlaneRequests", "ContainerRegistryRepositoryEvents")


RULE = StackRule(
    id="diagnostics-data-access",
    control="MON-006",
    title="Vaults, Cosmos DB and registries log who reads and writes their data",
    severity=Severity.HIGH,
    types=(
        "Microsoft.KeyVault/vaults",
        "Microsoft.KeyVault/managedHSMs",
        "Microsoft.DocumentDB/databaseAccounts",
        "Microsoft.ContainerRegistry/registries",
    ),
    remedy=(
        'Write `logs=[{"category_group": "audit", "enabled": True}]` (or allLogs) in DiagnosticSetting(...) '
        "of the resource."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    check=check,
)
