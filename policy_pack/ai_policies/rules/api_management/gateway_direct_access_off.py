"""Nobody manages the gateway around Azure Resource Manager."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Nobody manages the gateway around Azure Resource Manager."""
    yield from resource.expect("enabled", False)


RULE = ResourceRule(
    id="gateway-direct-access-off",
    control="APIM-005",
    title="Nobody manages the gateway around Azure Resource Manager",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/tenant",),
    remedy='Write `"enabled": False` in the properties of the resources tenant/access and tenant/gitAccess.',
    url="https://learn.microsoft.com/azure/api-management/api-management-configuration-repository-git",
    check=check,
    fix={"enabled": False},
)
