"""Each service of a storage account that is in use logs its requests."""

from collections.abc import Iterator

from ai_policies import diagnostics
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each service of a storage account that is in use logs its requests."""
    logged, unclear = diagnostics.storage_services(graph, resource)
    missing = sorted(diagnostics.storage_services_in_use(graph, resource) - logged)
    if missing and unclear:
        yield Unknown("resourceUri of the stack's diagnostic settings")
    elif missing:
        yield Violated(f"has no diagnostic setting on {' and '.join(missing)}")


RULE = StackRule(
    id="diagnostics-storage-services",
    control="MON-006",
    title="Each service of a storage account that is in use logs its requests",
    severity=Severity.HIGH,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        'Add `DiagnosticSetting(resource_uri=f"{account.id}/blobServices/default", '
        'workspace_id=workspace.id, logs=[{"category_group": "allLogs", "enabled": True}])`, and the same '
        "for queues, tables and files in use."
    ),
    url="https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage",
    check=check,
)
