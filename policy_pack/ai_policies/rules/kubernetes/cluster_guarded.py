"""Clusters run Azure Policy, Defender and the image cleaner."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Clusters run Azure Policy, Defender and the image cleaner."""
    yield from resource.expect("addonProfiles.azurepolicy.enabled", True)
    yield from resource.expect("securityProfile.defender.securityMonitoring.enabled", True)
    yield from resource.expect("securityProfile.imageCleaner.enabled", True)


RULE = ResourceRule(
    id="cluster-guarded",
    control="AKS-004",
    title="Clusters run Azure Policy, Defender and the image cleaner",
    severity=Severity.HIGH,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `addon_profiles={"azurepolicy": {"enabled": True}}, security_profile={"defender": '
        '{"security_monitoring": {"enabled": True}}, "image_cleaner": {"enabled": True}}` in '
        "ManagedCluster(...)."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction",
    check=check,
    fix={
        "addonProfiles.azurepolicy.enabled": True,
        "securityProfile.defender.securityMonitoring.enabled": True,
        "securityProfile.imageCleaner.enabled": True,
    },
)
