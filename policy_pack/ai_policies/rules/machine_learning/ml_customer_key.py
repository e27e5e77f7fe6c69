"""Machine Learning workspaces are encrypted with a key of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning workspaces are encrypted with a key of the customer."""
    yield from resource.expect("encryption.status", "Enabled")
    yield from resource.expect_set("encryption.keyVaultProperties.keyIdentifier", "must be the address of the key")


RULE = ResourceRule(
    id="ml-customer-key",
    control="MLW-004",
    title="Machine Learning workspaces are encrypted with a key of the customer",
    severity=Severity.MEDIUM,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy=(
        'Write `encryption={"status": "Enabled", "key_vault_properties": {"key_identifier": ..., '
        '"key_vault_arm_id": ...}}` in machinelearningservices.Workspace(...).'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/concept-customer-managed-keys",
    check=check,
)
