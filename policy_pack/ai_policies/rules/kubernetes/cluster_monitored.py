"""Clusters send logs or metrics to Azure Monitor."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown


def check(resource: Resource) -> Iterator[Finding]:
    """Clusters send logs or metrics to Azure Monitor."""
    paths = ("addonProfiles.omsagent.enabled", "azureMonitorProfile.metrics.enabled")
    found = [resource.find(path) for path in paths]
    if True in found:
        return
    if UNKNOWN in found:
        yield Unknown(resource.path_of(paths[found.index(UNKNOWN)]))
    else:
        yield resource.violated(paths[0], "must be true unless azureMonitorProfile collects metrics")


RULE = ResourceRule(
    id="cluster-monitored",
    control="AKS-004",
    title="Clusters send logs or metrics to Azure Monitor",
    severity=Severity.HIGH,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `addon_profiles={"omsagent": {"enabled": True}}` or `azure_monitor_profile={"metrics": '
        '{"enabled": True}}` in ManagedCluster(...).'
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable",
    check=check,
)
