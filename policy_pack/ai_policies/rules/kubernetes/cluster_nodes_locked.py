"""Nobody signs in to nodes by SSH."""

from collections.abc import Iterator

from ai_policies import clusters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Nobody signs in to nodes by SSH."""
    for pool in clusters.pools(resource):
        yield from pool.expect("securityProfile.sshAccess", "Disabled")


RULE = ResourceRule(
    id="cluster-nodes-locked",
    control="AKS-007",
    title="Nobody signs in to nodes by SSH",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.ContainerService/managedClusters",
        "Microsoft.ContainerService/managedClusters/agentPools",
    ),
    remedy=(
        'Write `"security_profile": {"ssh_access": "Disabled"}` for each pool in `agent_pool_profiles` of '
        "ManagedCluster(...) and in AgentPool(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/manage-ssh-node-access",
    check=check,
    fix=lambda resource: clusters.edits(resource, "securityProfile.sshAccess", "Disabled"),
)
