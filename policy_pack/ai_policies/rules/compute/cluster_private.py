"""The cluster's API server is private and takes no run-command."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The cluster's API server is private and takes no run-command."""
    yield from resource.expect("apiServerAccessProfile.enablePrivateCluster", True)
    yield from resource.expect("apiServerAccessProfile.disableRunCommand", True)


RULE = ResourceRule(
    id="cluster-private",
    control="AKS-001",
    title="The cluster's API server is private and takes no run-command",
    severity=Severity.HIGH,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `api_server_access_profile={"enable_private_cluster": True, "disable_run_command": True}` in '
        "ManagedCluster(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/private-clusters",
    check=check,
)
