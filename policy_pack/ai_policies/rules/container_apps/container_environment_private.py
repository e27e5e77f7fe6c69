"""Container environments lie in a subnet of the customer and are closed to the public."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Container environments lie in a subnet of the customer and are closed to the public."""
    yield from resource.expect_set("vnetConfiguration.infrastructureSubnetId", "must be the id of a subnet")
    yield from resource.expect("vnetConfiguration.internal", True)
    yield from resource.expect("publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="container-environment-private",
    control="ACA-001",
    title="Container environments lie in a subnet of the customer and are closed to the public",
    severity=Severity.CRITICAL,
    types=("Microsoft.App/managedEnvironments",),
    remedy=(
        'Write `vnet_configuration={"infrastructure_subnet_id": subnet.id, "internal": True}, '
        'public_network_access="Disabled"` in ManagedEnvironment(...).'
    ),
    url="https://learn.microsoft.com/azure/container-apps/networking",
    check=check,
)
