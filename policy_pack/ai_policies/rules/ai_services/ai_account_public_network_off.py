"""AI accounts refuse traffic from the public endpoint."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """AI accounts refuse traffic from the public endpoint."""
    yield from resource.expect("properties.publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="ai-account-public-network-off",
    control="AIS-001",
    title="AI accounts refuse traffic from the public endpoint",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"public_network_access": "Disabled"` in the `properties` of cognitiveservices.Account(...) and '
        "add a private endpoint."
    ),
    url="https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    check=check,
    fix={"properties.publicNetworkAccess": "Disabled"},
)
