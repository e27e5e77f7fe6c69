"""Access to keys and secrets is granted by Azure RBAC, never by access policies."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Access to keys and secrets is granted by Azure RBAC, never by access policies."""
    yield from resource.expect("properties.enableRbacAuthorization", True)
    yield from resource.expect_empty("properties.accessPolicies", "must be empty: role assignments take their place")


RULE = ResourceRule(
    id="key-vault-rbac",
    control="KV-002",
    title="Access to keys and secrets is granted by Azure RBAC, never by access policies",
    severity=Severity.HIGH,
    types=("Microsoft.KeyVault/vaults",),
    remedy=(
        'Write `"enable_rbac_authorization": True` in the `properties` of Vault(...) and leave `access_policies` out.'
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    check=check,
    fix={"properties.enableRbacAuthorization": True, "properties.accessPolicies": ABSENT},
)
