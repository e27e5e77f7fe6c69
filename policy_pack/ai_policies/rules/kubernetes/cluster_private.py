"""The API server of clusters is private, or open to listed ranges, and takes no run-command."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown


def check(resource: Resource) -> Iterator[Finding]:
    """The API server of clusters is private, or open to listed ranges, and takes no run-command."""
    ranges = resource.find("apiServerAccessProfile.authorizedIPRanges")
    if ranges is UNKNOWN and resource.find("apiServerAccessProfile.enablePrivateCluster") is not True:
        yield Unknown(resource.path_of("apiServerAccessProfile.authorizedIPRanges"))
    elif not isinstance(ranges, list) or not ranges or _OPEN.intersection(map(str, ranges)):
        yield from resource.expect("apiServerAccessProfile.enablePrivateCluster", True)
    yield from resource.expect("apiServerAccessProfile.disableRunCommand", True)


_OPEN = {"0.0.0.0/0", "::/0"}


RULE = ResourceRule(
    id="cluster-private",
    control="AKS-001",
    title="The API server of clusters is private, or open to listed ranges, and takes no run-command",
    severity=Severity.HIGH,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `api_server_access_profile={"enable_private_cluster": True, "disable_run_command": True}` in '
        "ManagedCluster(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/private-clusters",
    check=check,
    fix={"apiServerAccessProfile.enablePrivateCluster": True, "apiServerAccessProfile.disableRunCommand": True},
)
