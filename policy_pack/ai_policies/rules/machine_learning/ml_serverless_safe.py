"""Serverless models keep content safety on and take Entra ID tokens."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Serverless models keep content safety on and take Entra ID tokens."""
    yield from resource.expect("properties.contentSafety.contentSafetyStatus", "Enabled")
    yield from resource.expect("properties.authMode", "AAD")


RULE = ResourceRule(
    id="ml-serverless-safe",
    control="MLW-016",
    title="Serverless models keep content safety on and take Entra ID tokens",
    severity=Severity.CRITICAL,
    types=("Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",),
    remedy=(
        'Write `"content_safety": {"content_safety_status": "Enabled"}, "auth_mode": "AAD"` in the `properties` '
        "of ServerlessEndpoint(...)."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-deploy-models-serverless",
    check=check,
    fix={"properties.contentSafety.contentSafetyStatus": "Enabled", "properties.authMode": "AAD"},
)
