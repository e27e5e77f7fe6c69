"""Only approved kinds of AI accounts are created."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Only approved kinds of AI accounts are created."""
    yield from resource.expect("kind", *resource.parameter_texts("kinds"))


RULE = ResourceRule(
    id="ai-account-approved-kind",
    control="AIS-009",
    title="Only approved kinds of AI accounts are created",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `kind="AIServices"` in cognitiveservices.Account(...), or add the kind to `parameters` of the '
        "stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-services/multi-service-resource",
    parameters={
        "kinds": ["AIServices", "OpenAI", "ContentSafety", "FormRecognizer", "SpeechServices", "TextAnalytics"]
    },
    check=check,
)
