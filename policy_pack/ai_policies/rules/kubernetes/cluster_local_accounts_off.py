"""Clusters know no local accounts and use Azure RBAC."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Clusters know no local accounts and use Azure RBAC."""
    yield from resource.expect("disableLocalAccounts", True)
    yield from resource.expect("aadProfile.managed", True)
    yield from resource.expect("aadProfile.enableAzureRBAC", True)
    yield from resource.refuse("enableRBAC", False)


RULE = ResourceRule(
    id="cluster-local-accounts-off",
    control="AKS-002",
    title="Clusters know no local accounts and use Azure RBAC",
    severity=Severity.CRITICAL,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `disable_local_accounts=True, aad_profile={"managed": True, "enable_azure_rbac": True}, '
        "enable_rbac=True` in ManagedCluster(...)."
    ),
    url="https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    check=check,
    fix={
        "disableLocalAccounts": True,
        "aadProfile.managed": True,
        "aadProfile.enableAzureRBAC": True,
        "enableRBAC": True,
    },
)
