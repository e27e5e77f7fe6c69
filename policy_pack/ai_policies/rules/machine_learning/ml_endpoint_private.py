"""Inference endpoints take Entra ID tokens and are private."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity

ONLINE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"


def check(resource: Resource) -> Iterator[Finding]:
    """Inference endpoints take Entra ID tokens and are private."""
    yield from resource.expect("properties.authMode", "AADToken")
    if resource.is_type(ONLINE):
        # Batch endpoints have no switch of their own: they follow the workspace.
        yield from resource.expect("properties.publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="ml-endpoint-private",
    control="MLW-013",
    title="Inference endpoints take Entra ID tokens and are private",
    severity=Severity.CRITICAL,
    types=(
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        "Microsoft.MachineLearningServices/workspaces/batchEndpoints",
    ),
    remedy=(
        'Write `"auth_mode": "AADToken"` in the properties of OnlineEndpoint(...) or BatchEndpoint(...), and '
        '`"public_network_access": "Disabled"` in those of an online one.'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-secure-online-endpoint",
    check=check,
    fix={"properties.authMode": "AADToken", "properties.publicNetworkAccess": "Disabled"},
)
