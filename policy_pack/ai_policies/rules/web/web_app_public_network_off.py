"""Apps refuse public traffic."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Apps refuse public traffic."""
    yield from resource.expect("publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="web-app-public-network-off",
    control="WEB-002",
    title="Apps refuse public traffic",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy='Write `public_network_access="Disabled"` in WebApp(...).',
    url="https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
    check=check,
    fix={"publicNetworkAccess": "Disabled"},
)
