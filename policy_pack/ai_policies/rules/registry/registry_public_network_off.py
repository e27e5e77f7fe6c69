"""The registry refuses traffic from the public endpoint."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The registry refuses traffic from the public endpoint."""
    yield from resource.expect("publicNetworkAccess", "Disabled")
    yield from resource.expect_or_absent("networkRuleSet.defaultAction", "Deny")


RULE = ResourceRule(
    id="registry-public-network-off",
    control="ACR-003",
    title="The registry refuses traffic from the public endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy='Write `public_network_access="Disabled"` in Registry(...) and add a private endpoint.',
    url="https://learn.microsoft.com/azure/container-registry/container-registry-private-link",
    check=check,
    fix={"publicNetworkAccess": "Disabled", "networkRuleSet.defaultAction": "Deny"},
)
