"""Nodes are encrypted at the host."""

from collections.abc import Iterator

from ai_policies import clusters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Nodes are encrypted at the host."""
    for pool in clusters.pools(resource):
        yield from pool.expect("enableEncryptionAtHost", True)


RULE = ResourceRule(
    id="cluster-encrypted-at-host",
    control="AKS-008",
    title="Nodes are encrypted at the host",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.ContainerService/managedClusters",
        "Microsoft.ContainerService/managedClusters/agentPools",
    ),
    remedy=(
        'Write `"enable_encryption_at_host": True` for each pool in `agent_pool_profiles` of '
        "ManagedCluster(...), and `enable_encryption_at_host=True` in AgentPool(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/enable-host-encryption",
    check=check,
)
