"""Subnets hold private endpoints to their rules and use no service endpoints."""

from collections.abc import Iterator

from ai_policies import subnets
from ai_policies.kit import ABSENT, Edit, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Subnets hold private endpoints to their rules and use no service endpoints."""
    for subnet in subnets.inside(resource):
        yield from subnet.view.refuse("privateEndpointNetworkPolicies", "Disabled", "RouteTableEnabled")
        yield from subnet.view.expect_empty("serviceEndpoints", "must be empty: use private endpoints")


def fix(resource: Resource) -> Iterator[Edit]:
    """Turn the policies on and remove the service endpoints."""
    for subnet in subnets.inside(resource):
        if subnet.view.find("privateEndpointNetworkPolicies") in ("Disabled", "RouteTableEnabled"):
            yield Edit(f"{subnet.prefix}privateEndpointNetworkPolicies", "Enabled")
        if subnet.view.find("serviceEndpoints") not in (ABSENT, []):
            yield Edit(f"{subnet.prefix}serviceEndpoints", ABSENT)


RULE = ResourceRule(
    id="subnet-endpoint-policies",
    control="NET-004",
    title="Subnets hold private endpoints to their rules and use no service endpoints",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/virtualNetworks",
    ),
    remedy=(
        'Write `private_endpoint_network_policies="Enabled"` and leave `service_endpoints` out of '
        "Subnet(...) and of `subnets` in VirtualNetwork(...)."
    ),
    url="https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
    check=check,
    fix=fix,
)
