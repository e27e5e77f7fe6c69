"""Managed HSMs are private and purge-protected."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Managed HSMs are private and purge-protected."""
    yield from resource.expect("properties.enablePurgeProtection", True)
    yield from resource.expect("properties.publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="managed-hsm-private",
    control="KV-009",
    title="Managed HSMs are private and purge-protected",
    severity=Severity.HIGH,
    types=("Microsoft.KeyVault/managedHSMs",),
    remedy=(
        'Write `"enable_purge_protection": True, "public_network_access": "Disabled"` in the `properties` of '
        "ManagedHsm(...)."
    ),
    url="https://learn.microsoft.com/azure/key-vault/managed-hsm/private-link",
    check=check,
    fix={"properties.enablePurgeProtection": True, "properties.publicNetworkAccess": "Disabled"},
)
