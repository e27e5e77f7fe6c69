"""Disks and secrets of clusters are encrypted with a customer's key."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Disks and secrets of clusters are encrypted with a customer's key."""
    yield from resource.expect_set("diskEncryptionSetID", "must be the id of a disk encryption set")
    yield from resource.expect("securityProfile.azureKeyVaultKms.enabled", True)


RULE = ResourceRule(
    id="cluster-customer-keys",
    control="AKS-008",
    title="Disks and secrets of clusters are encrypted with a customer's key",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `disk_encryption_set_id=encryption_set.id, security_profile={"azure_key_vault_kms": '
        '{"enabled": True, "key_id": key.key_uri_with_version}}` in ManagedCluster(...).'
    ),
    url="https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
    check=check,
)
