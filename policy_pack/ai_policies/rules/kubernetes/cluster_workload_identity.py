"""Workload identities, a managed identity and rotated secrets from Key Vault replace stored credentials."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Workload identities, a managed identity and rotated secrets from Key Vault replace stored credentials."""
    yield from resource.expect("oidcIssuerProfile.enabled", True)
    yield from resource.expect("securityProfile.workloadIdentity.enabled", True)
    yield from resource.expect_identity()
    yield from resource.expect("addonProfiles.azureKeyvaultSecretsProvider.enabled", True)
    yield from resource.expect("addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation", "true")


RULE = ResourceRule(
    id="cluster-workload-identity",
    control="AKS-005",
    title="Workload identities, a managed identity and rotated secrets from Key Vault replace stored credentials",
    severity=Severity.HIGH,
    types=("Microsoft.ContainerService/managedClusters",),
    remedy=(
        'Write `oidc_issuer_profile={"enabled": True}, security_profile={"workload_identity": {"enabled": '
        'True}}, addon_profiles={"azureKeyvaultSecretsProvider": {"enabled": True, "config": '
        '{"enableSecretRotation": "true"}}}` and an identity in ManagedCluster(...).'
    ),
    url="https://learn.microsoft.com/azure/aks/workload-identity-overview",
    check=check,
    fix={
        "oidcIssuerProfile.enabled": True,
        "securityProfile.workloadIdentity.enabled": True,
        "identity.type": "SystemAssigned",
        "addonProfiles.azureKeyvaultSecretsProvider.enabled": True,
        "addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation": "true",
    },
)
