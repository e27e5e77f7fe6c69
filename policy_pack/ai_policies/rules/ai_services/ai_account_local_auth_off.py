"""AI accounts accept Entra ID tokens only: API keys are off."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """AI accounts accept Entra ID tokens only: API keys are off."""
    yield from resource.expect("properties.disableLocalAuth", True)


RULE = ResourceRule(
    id="ai-account-local-auth-off",
    control="AIS-003",
    title="AI accounts accept Entra ID tokens only: API keys are off",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy='Write `"disable_local_auth": True` in the `properties` of cognitiveservices.Account(...).',
    url="https://learn.microsoft.com/azure/ai-services/disable-local-auth",
    check=check,
    fix={"properties.disableLocalAuth": True},
)
