"""AI accounts run as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """AI accounts run as a managed identity."""
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="ai-account-identity",
    control="AIS-004",
    title="AI accounts run as a managed identity",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]}` in '
        "cognitiveservices.Account(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/how-to/managed-identity",
    check=check,
    fix={"identity.type": "SystemAssigned"},
)
