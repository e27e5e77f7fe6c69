"""Search runs as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Search runs as a managed identity."""
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="search-identity",
    control="SRCH-003",
    title="Search runs as a managed identity",
    severity=Severity.MEDIUM,
    types=("Microsoft.Search/searchServices",),
    remedy='Write `identity={"type": "SystemAssigned"}` in search.Service(...).',
    url="https://learn.microsoft.com/azure/search/search-how-to-managed-identities",
    check=check,
    fix={"identity.type": "SystemAssigned"},
)
