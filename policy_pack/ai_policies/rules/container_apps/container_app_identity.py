"""Container apps run as a managed identity and pull images with it."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Container apps run as a managed identity and pull images with it."""
    yield from resource.expect_identity()
    for registry in resource.items("configuration.registries"):
        yield from registry.expect_set("identity", "must be the identity that pulls images")
        yield from registry.expect_empty("passwordSecretRef", "must be absent")


RULE = ResourceRule(
    id="container-app-identity",
    control="ACA-004",
    title="Container apps run as a managed identity and pull images with it",
    severity=Severity.HIGH,
    types=("Microsoft.App/containerApps",),
    remedy=(
        'Write `identity={"type": "UserAssigned", ...}` and `"registries": [{"server": ..., "identity": '
        "identity.id}]` in ContainerApp(...)."
    ),
    url="https://learn.microsoft.com/azure/container-apps/managed-identity",
    check=check,
)
