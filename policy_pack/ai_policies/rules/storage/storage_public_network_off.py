"""Storage refuses traffic from the public endpoint."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage refuses traffic from the public endpoint."""
    yield from resource.expect("publicNetworkAccess", "Disabled", "SecuredByPerimeter")


RULE = ResourceRule(
    id="storage-public-network-off",
    control="STG-003",
    title="Storage refuses traffic from the public endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=('Write `public_network_access="Disabled"` in StorageAccount(...) and reach it through a private endpoint.'),
    url="https://learn.microsoft.com/azure/storage/common/storage-network-security",
    check=check,
    fix={"publicNetworkAccess": "Disabled"},
)
