"""Clusters enforce network policies and force traffic out through the firewall."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Clusters enforce network policies and force traffic out through the firewall."""
    yield from resource.expect("networkProfile.networkPolicy", "azure", "calico", "cilium")
    yield from resource.expect("networkProfile.networkPlugin", "azure")
    yield from resource.expect("networkProfile.outboundType", "userDefinedRouting", "none")


RULE = ResourceRule(
    id="cluster-network-policy",
    control="AKS-003",
    title="Clusters enforce network policies and force traffic out through the firewall",
    severity=Severity.HIGH,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `network_profile={"network_plugin": "azure", "network_policy": "cilium", "outbound_type": '
        '"userDefinedRouting"}` in ManagedCluster(...).'
    ),
    url="https://learn.microsoft.com/azure/aks/use-network-policies",
    check=check,
)
