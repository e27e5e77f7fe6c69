"""Threat protection of an AI account is not switched off."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Threat protection of an AI account is not switched off."""
    yield from resource.expect("state", "Enabled")


RULE = ResourceRule(
    id="ai-account-defender-on",
    control="AIS-012",
    title="Threat protection of an AI account is not switched off",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts/defenderForAISettings",),
    remedy=(
        'Write `"state": "Enabled"` in the properties of the defenderForAISettings resource, or leave the resource out.'
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",
    check=check,
    fix={"state": "Enabled"},
)
