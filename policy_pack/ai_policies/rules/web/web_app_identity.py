"""Apps run as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Apps run as a managed identity."""
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="web-app-identity",
    control="WEB-004",
    title="Apps run as a managed identity",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy='Write `identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]}` in WebApp(...).',
    url="https://learn.microsoft.com/azure/app-service/overview-managed-identity",
    check=check,
    fix={"identity.type": "SystemAssigned"},
)
