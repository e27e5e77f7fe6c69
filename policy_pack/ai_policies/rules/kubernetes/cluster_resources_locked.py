"""The resources of nodes cannot be changed around the cluster, and no add-on opens it to the web."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The resources of nodes cannot be changed around the cluster, and no add-on opens it to the web."""
    yield from resource.expect("nodeResourceGroupProfile.restrictionLevel", "ReadOnly")
    yield from resource.refuse("addonProfiles.httpApplicationRouting.enabled", True)


RULE = ResourceRule(
    id="cluster-resources-locked",
    control="AKS-007",
    title="The resources of nodes cannot be changed around the cluster, and no add-on opens it to the web",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `node_resource_group_profile={"restriction_level": "ReadOnly"}` in ManagedCluster(...) and '
        "leave the add-on httpApplicationRouting out."
    ),
    url="https://learn.microsoft.com/azure/aks/node-resource-group-lockdown",
    check=check,
    fix={
        "nodeResourceGroupProfile.restrictionLevel": "ReadOnly",
        "addonProfiles.httpApplicationRouting.enabled": False,
    },
)
