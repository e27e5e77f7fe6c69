"""Images cannot be exported out of the registry."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Images cannot be exported out of the registry."""
    yield from resource.expect("policies.exportPolicy.status", "disabled")


RULE = ResourceRule(
    id="registry-export-off",
    control="ACR-004",
    title="Images cannot be exported out of the registry",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy='Write `policies={"export_policy": {"status": "disabled"}}` in Registry(...).',
    url="https://learn.microsoft.com/azure/container-registry/data-loss-prevention",
    check=check,
    fix={"policies.exportPolicy.status": "disabled"},
)
