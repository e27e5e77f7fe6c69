"""Inference endpoints take Entra ID tokens and are private."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Inference endpoints take Entra ID tokens and are private."""
    yield from resource.expect("properties.authMode", "AADToken")
    yield from resource.expect("properties.publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="ml-endpoint-private",
    control="MLW-013",
    title="Inference endpoints take Entra ID tokens and are private",
    severity=Severity.CRITICAL,
    types=("Microsoft.MachineLearningServices/workspaces/onlineEndpoints",),
    remedy=(
        'Write `"auth_mode": "AADToken", "public_network_access": "Disabled"` in the properties of OnlineEndpoint(...).'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-secure-online-endpoint",
    check=check,
)
