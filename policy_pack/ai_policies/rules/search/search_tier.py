"""The search tier supports Private Link."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The search tier supports Private Link."""
    yield from resource.expect_set("sku.name", "must name a tier with Private Link")
    yield from resource.refuse("sku.name", "free")


RULE = ResourceRule(
    id="search-tier",
    control="SRCH-005",
    title="The search tier supports Private Link",
    severity=Severity.MEDIUM,
    types=("Microsoft.Search/searchServices",),
    remedy='Write `sku={"name": "standard"}` in search.Service(...).',
    url="https://learn.microsoft.com/azure/search/search-sku-tier",
    check=check,
)
