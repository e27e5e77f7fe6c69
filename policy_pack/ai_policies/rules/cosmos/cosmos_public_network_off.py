"""Cosmos DB refuses traffic from the public endpoint."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB refuses traffic from the public endpoint."""
    yield from resource.expect("publicNetworkAccess", "Disabled", "SecuredByPerimeter")


RULE = ResourceRule(
    id="cosmos-public-network-off",
    control="COS-001",
    title="Cosmos DB refuses traffic from the public endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy='Write `public_network_access="Disabled"` in DatabaseAccount(...) and add a private endpoint.',
    url="https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints",
    check=check,
    fix={"publicNetworkAccess": "Disabled"},
)
