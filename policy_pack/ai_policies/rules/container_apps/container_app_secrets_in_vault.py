"""Secrets of container apps are references to Key Vault."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Secrets of container apps are references to Key Vault."""
    for secret in resource.items("configuration.secrets"):
        yield from secret.expect_set("keyVaultUrl", "must be the address of the secret in Key Vault")
        yield from secret.expect_set("identity", "must be the identity that reads the secret")
        yield from secret.expect_empty("value", "must be absent")


RULE = ResourceRule(
    id="container-app-secrets-in-vault",
    control="ACA-005",
    title="Secrets of container apps are references to Key Vault",
    severity=Severity.HIGH,
    types=(
        "Microsoft.App/containerApps",
        "Microsoft.App/jobs",
    ),
    remedy=(
        'Write `{"name": ..., "key_vault_url": ..., "identity": identity.id}` instead of `value` in the '
        "secrets of ContainerApp(...)."
    ),
    url="https://learn.microsoft.com/azure/container-apps/manage-secrets",
    check=check,
)
