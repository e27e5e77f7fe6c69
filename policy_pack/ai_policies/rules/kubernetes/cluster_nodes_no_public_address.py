"""Nodes of clusters have no public addresses."""

from collections.abc import Iterator

from ai_policies import clusters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Nodes of clusters have no public addresses."""
    for pool in clusters.pools(resource):
        yield from pool.refuse("enableNodePublicIP", True)


RULE = ResourceRule(
    id="cluster-nodes-no-public-address",
    control="AKS-003",
    title="Nodes of clusters have no public addresses",
    severity=Severity.HIGH,
    types=(
        "Microsoft.ContainerService/managedClusters",
        "Microsoft.ContainerService/managedClusters/agentPools",
    ),
    remedy=(
        "Leave `enable_node_public_ip` out of `agent_pool_profiles` in ManagedCluster(...) and out of AgentPool(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/use-node-public-ips",
    check=check,
)
