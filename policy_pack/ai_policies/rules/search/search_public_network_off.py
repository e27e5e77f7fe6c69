"""Search refuses traffic from the public endpoint."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Search refuses traffic from the public endpoint."""
    yield from resource.expect("publicNetworkAccess", "Disabled", "SecuredByPerimeter")


RULE = ResourceRule(
    id="search-public-network-off",
    control="SRCH-001",
    title="Search refuses traffic from the public endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.Search/searchServices",),
    remedy='Write `public_network_access="Disabled"` in search.Service(...) and add a private endpoint.',
    url="https://learn.microsoft.com/azure/search/service-create-private-endpoint",
    check=check,
    fix={"publicNetworkAccess": "Disabled"},
)
