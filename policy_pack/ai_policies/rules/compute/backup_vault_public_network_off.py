"""Backup vaults refuse public network access."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Backup vaults refuse public network access."""
    yield from resource.expect("properties.publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="backup-vault-public-network-off",
    control="VM-010",
    title="Backup vaults refuse public network access",
    severity=Severity.MEDIUM,
    types=("Microsoft.RecoveryServices/vaults",),
    remedy='Write `properties={"public_network_access": "Disabled"}` in recoveryservices.Vault(...).',
    url="https://learn.microsoft.com/azure/backup/backup-azure-private-endpoints-concept",
    check=check,
    fix={"properties.publicNetworkAccess": "Disabled"},
)
