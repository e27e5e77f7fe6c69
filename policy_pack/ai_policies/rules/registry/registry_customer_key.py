"""The registry is encrypted with a key of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The registry is encrypted with a key of the customer."""
    yield from resource.expect("encryption.status", "enabled")
    yield from resource.expect_set("encryption.keyVaultProperties.keyIdentifier", "must be the address of the key")


RULE = ResourceRule(
    id="registry-customer-key",
    control="ACR-007",
    title="The registry is encrypted with a key of the customer",
    severity=Severity.LOW,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy=(
        'Write `encryption={"status": "enabled", "key_vault_properties": {"identity": ..., "key_identifier": '
        "...}}` in Registry(...); it can only be set when the registry is created."
    ),
    url="https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys",
    check=check,
)
