"""Each storage service in use has a private endpoint."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each storage service in use has a private endpoint."""
    given, unclear = private_links.groups_given(graph, resource), graph.once(private_links.connections)[1]
    missing = sorted(_needed(graph, resource, given) - given)
    if missing and unclear:
        yield Unknown("privateLinkServiceConnections of the stack's private endpoints")
    elif missing:
        yield Violated(f"has no private endpoint for group {' and '.join(missing)}")


_SERVICES = {
    "blobServices/containers": "blob",
    "fileServices/shares": "file",
    "queueServices/queues": "queue",
    "tableServices/tables": "table",
}


def _needed(graph: Graph, account: Resource, given: set[str]) -> set[str]:
    """Groups of the services that the stack puts something into; `dfs` and `blob` go together."""
    needed: set[str] = set()
    for children, group in _SERVICES.items():
        inside = graph.of(f"{account.arm_type}/{children}")
        if any(graph.ancestor(item, account.arm_type) is account for item in inside):
            needed.add(group)
    if account.read("isHnsEnabled") is True and (needed | given) & {"blob", "dfs"}:
        needed |= {"blob", "dfs"}
    return needed


RULE = StackRule(
    id="storage-endpoint-per-service",
    control="PE-008",
    title="Each storage service in use has a private endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        "Add a PrivateEndpoint(...) of the storage account for the group named here; an account with "
        "hierarchical namespace needs `dfs` and `blob`."
    ),
    url="https://learn.microsoft.com/azure/storage/common/storage-private-endpoints",
    check=check,
)
