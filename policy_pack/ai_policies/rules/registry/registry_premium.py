"""The registry's tier has Private Link, customer keys and policies."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The registry's tier has Private Link, customer keys and policies."""
    yield from resource.expect("sku.name", "Premium")


RULE = ResourceRule(
    id="registry-premium",
    control="ACR-002",
    title="The registry's tier has Private Link, customer keys and policies",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy='Write `sku={"name": "Premium"}` in Registry(...).',
    url="https://learn.microsoft.com/azure/container-registry/container-registry-skus",
    check=check,
    fix={"sku.name": "Premium"},
)
