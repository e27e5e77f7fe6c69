"""The gateway is inside a virtual network, or closed to the public."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """The gateway is inside a virtual network, or closed to the public."""
    yield from resource.refuse("sku.name", "Consumption")
    if resource.text("virtualNetworkType").casefold() != "internal" and not same(
        resource.read("publicNetworkAccess"), "Disabled"
    ):
        yield resource.violated("virtualNetworkType", "must be 'Internal' unless publicNetworkAccess is 'Disabled'")


RULE = ResourceRule(
    id="gateway-in-network",
    control="APIM-001",
    title="The gateway is inside a virtual network, or closed to the public",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service",),
    remedy=(
        'Write `virtual_network_type="Internal", virtual_network_configuration={"subnet_resource_id": subnet.id}`'
        " in ApiManagementService(...)."
    ),
    url="https://learn.microsoft.com/azure/api-management/virtual-network-concepts",
    check=check,
)
