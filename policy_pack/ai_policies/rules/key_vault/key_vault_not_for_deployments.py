"""Machine, template and disk deployments cannot read the vault."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine, template and disk deployments cannot read the vault."""
    for switch in ("enabledForDeployment", "enabledForTemplateDeployment", "enabledForDiskEncryption"):
        yield from resource.refuse(f"properties.{switch}", True)


RULE = ResourceRule(
    id="key-vault-not-for-deployments",
    control="KV-005",
    title="Machine, template and disk deployments cannot read the vault",
    severity=Severity.LOW,
    types=("Microsoft.KeyVault/vaults",),
    remedy=(
        "Leave `enabled_for_deployment`, `enabled_for_template_deployment` and `enabled_for_disk_encryption` out "
        "of the `properties` of Vault(...)."
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    check=check,
    fix={
        "properties.enabledForDeployment": False,
        "properties.enabledForTemplateDeployment": False,
        "properties.enabledForDiskEncryption": False,
    },
)
