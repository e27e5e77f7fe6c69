"""Traffic between container apps is encrypted."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Traffic between container apps is encrypted."""
    if resource.find("peerAuthentication.mtls.enabled") is not True:
        yield from resource.expect("peerTrafficConfiguration.encryption.enabled", True)


RULE = ResourceRule(
    id="container-environment-peer-encryption",
    control="ACA-008",
    title="Traffic between container apps is encrypted",
    severity=Severity.MEDIUM,
    types=("Microsoft.App/managedEnvironments",),
    remedy='Write `peer_traffic_configuration={"encryption": {"enabled": True}}` in ManagedEnvironment(...).',
    url="https://learn.microsoft.com/azure/container-apps/networking",
    check=check,
    fix={"peerTrafficConfiguration.encryption.enabled": True},
)
