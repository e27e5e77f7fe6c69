"""Private endpoints lead to resources of this tenant and need no approval by hand."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Private endpoints lead to resources of this tenant and need no approval by hand."""
    yield from resource.expect_empty("manualPrivateLinkServiceConnections", "must be empty")
    yield from resource.expect_set("privateLinkServiceConnections", "must hold a connection")


RULE = ResourceRule(
    id="private-endpoint-automatic",
    control="PE-004",
    title="Private endpoints lead to resources of this tenant and need no approval by hand",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/privateEndpoints",),
    remedy=(
        "Write `private_link_service_connections` instead of `manual_private_link_service_connections` in "
        "PrivateEndpoint(...)."
    ),
    url="https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
    check=check,
)
