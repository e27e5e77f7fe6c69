"""The search tier supports Private Link, with replicas enough for a service level."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The search tier supports Private Link, with replicas enough for a service level."""
    yield from resource.expect_set("sku.name", "must name a tier with Private Link")
    yield from resource.refuse("sku.name", "free")
    yield from resource.expect_at_least("replicaCount", resource.parameter_number("minimum_replicas"))


RULE = ResourceRule(
    id="search-tier",
    control="SRCH-005",
    title="The search tier supports Private Link, with replicas enough for a service level",
    severity=Severity.MEDIUM,
    types=("Microsoft.Search/searchServices",),
    remedy=(
        'Write `sku={"name": "standard"}, replica_count=2` in search.Service(...): two for queries, three for '
        "indexing too."
    ),
    url="https://learn.microsoft.com/azure/search/search-sku-tier",
    parameters={"minimum_replicas": 2.0},
    check=check,
)
