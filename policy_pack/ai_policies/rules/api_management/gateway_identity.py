"""The gateway runs as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The gateway runs as a managed identity."""
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="gateway-identity",
    control="APIM-003",
    title="The gateway runs as a managed identity",
    severity=Severity.MEDIUM,
    types=("Microsoft.ApiManagement/service",),
    remedy=(
        'Write `identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]}` in '
        "ApiManagementService(...)."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-use-managed-service-identity",
    check=check,
    fix={"identity.type": "SystemAssigned"},
)
