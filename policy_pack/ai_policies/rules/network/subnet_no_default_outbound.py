"""Subnets have no implicit way out to the internet."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Subnets have no implicit way out to the internet."""
    if resource.arm_name.casefold() in {name.casefold() for name in resource.parameter_texts("exempt")}:
        yield NotApplicable("Azure manages the way out of this subnet")
        return
    yield from resource.expect("defaultOutboundAccess", False)


RULE = ResourceRule(
    id="subnet-no-default-outbound",
    control="NET-002",
    title="Subnets have no implicit way out to the internet",
    severity=Severity.HIGH,
    types=("Microsoft.Network/virtualNetworks/subnets",),
    remedy="Write `default_outbound_access=False` in Subnet(...).",
    url="https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",
    parameters={
        "exempt": ["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet"],
    },
    check=check,
    fix=fix,
)
