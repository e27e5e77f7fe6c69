"""No identity both fills and queries the same index or container."""

from collections.abc import Iterator

from ai_policies import grants
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """No identity both fills and queries the same index or container."""
    role = grants.role_of(resource)
    pair = next((readers for writers, readers in _PAIRS if role in grants.ids(*writers)), None)
    own = next(grant for grant in graph.once(grants.all_grants) if grant.assignment is resource)
    if pair is None:
        return
    if not own.holder or not own.scope:
        yield Unknown("principalId or scope")
        return
    for other in graph.once(grants.all_grants):
        if (other.holder, other.scope) == (own.holder, own.scope) and other.role in grants.ids(*pair):
            yield Violated(
                f"its principal also queries there ({other.assignment.label})", resource.path_of("principalId")
            )


_PAIRS = (
    (("Search Index Data Contributor",), ("Search Index Data Reader",)),
    (("Storage Blob Data Contributor", "Storage Blob Data Owner"), ("Storage Blob Data Reader",)),
)


RULE = StackRule(
    id="retrieval-roles-split",
    control="IAM-009",
    title="No identity both fills and queries the same index or container",
    severity=Severity.MEDIUM,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy="Use one identity for ingestion and another one for queries in RoleAssignment(...).",
    url="https://learn.microsoft.com/azure/search/search-security-rbac",
    check=check,
)
