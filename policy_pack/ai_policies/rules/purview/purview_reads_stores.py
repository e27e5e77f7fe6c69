"""Purview may read every sensitive store."""

from collections.abc import Iterator

from ai_policies import grants
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Purview may read every sensitive store."""
    purview = "Microsoft.Purview/accounts"
    if not any(graph.of(purview)) or resource.read("tags.data-classification") not in graph.parameter_texts(
        "sensitive"
    ):
        yield NotApplicable("no Purview account in the stack, or the store is not tagged as sensitive")
        return
    held, unclear = grants.on(graph, resource, purview)
    if held & grants.ids("Storage Blob Data Reader", "Storage Blob Data Contributor", "Storage Blob Data Owner"):
        return
    if unclear:
        yield Unknown("role assignments of the Purview account's identity")
    else:
        yield Violated("is tagged as sensitive, and Purview holds no reader role on it")


RULE = StackRule(
    id="purview-reads-stores",
    control="PVW-002",
    title="Purview may read every sensitive store",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=("Add a RoleAssignment(...) of Storage Blob Data Reader on the store for the Purview account's identity."),
    url="https://learn.microsoft.com/azure/purview/legacy/register-scan-azure-blob-storage-source",
    parameters={"sensitive": ["confidential", "restricted", "highly-confidential"]},
    check=check,
)
