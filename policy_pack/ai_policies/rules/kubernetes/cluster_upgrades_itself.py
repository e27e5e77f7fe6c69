"""Clusters and the images of their nodes upgrade by themselves."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Clusters and the images of their nodes upgrade by themselves."""
    yield from resource.expect("autoUpgradeProfile.upgradeChannel", "patch", "stable", "rapid", "node-image")
    yield from resource.expect("autoUpgradeProfile.nodeOSUpgradeChannel", "NodeImage", "SecurityPatch")


RULE = ResourceRule(
    id="cluster-upgrades-itself",
    control="AKS-006",
    title="Clusters and the images of their nodes upgrade by themselves",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `auto_upgrade_profile={"upgrade_channel": "stable", "node_os_upgrade_channel": "NodeImage"}` '
        "in ManagedCluster(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    check=check,
    fix={"autoUpgradeProfile.upgradeChannel": "patch", "autoUpgradeProfile.nodeOSUpgradeChannel": "NodeImage"},
)
