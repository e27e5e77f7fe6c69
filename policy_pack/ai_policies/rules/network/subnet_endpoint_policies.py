"""Subnets hold private endpoints to their rules and use no service endpoints."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Subnets hold private endpoints to their rules and use no service endpoints."""
    yield from resource.refuse("privateEndpointNetworkPolicies", "Disabled")
    yield from resource.expect_empty("serviceEndpoints", "must be empty: use private endpoints")


RULE = ResourceRule(
    id="subnet-endpoint-policies",
    control="NET-004",
    title="Subnets hold private endpoints to their rules and use no service endpoints",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/virtualNetworks/subnets",),
    remedy='Write `private_endpoint_network_policies="Enabled"` and leave `service_endpoints` out of Subnet(...).',
    url="https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
    check=check,
    fix=fix,
)
