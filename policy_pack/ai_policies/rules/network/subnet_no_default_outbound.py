"""Subnets have no implicit way out to the internet."""

from collections.abc import Iterator

from ai_policies import subnets
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Subnets have no implicit way out to the internet."""
    for subnet in _judged(resource):
        yield from subnet.view.expect("defaultOutboundAccess", False)


def fix(resource: Resource) -> Iterator[Edit]:
    """Say no to the implicit way out, wherever the subnet stands."""
    for subnet in _judged(resource):
        if subnet.view.find("defaultOutboundAccess") is not False:
            yield Edit(f"{subnet.prefix}defaultOutboundAccess", False)


def _judged(resource: Resource) -> list[subnets.Subnet]:
    """Subnets whose way out Azure does not manage itself."""
    exempt = {name.casefold() for name in resource.parameter_texts("exempt")}
    return [subnet for subnet in subnets.inside(resource) if subnet.name.casefold() not in exempt]


RULE = ResourceRule(
    id="subnet-no-default-outbound",
    control="NET-002",
    title="Subnets have no implicit way out to the internet",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/virtualNetworks",
    ),
    remedy="Write `default_outbound_access=False` in Subnet(...) or in `subnets` of VirtualNetwork(...).",
    url="https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",
    parameters={
        "exempt": ["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet"]
    },
    check=check,
    fix=fix,
)
