"""Prompts and completions are not stored, where the API version has the switch."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity

SINCE = "2026-07-01"


def check(resource: Resource) -> Iterator[Finding]:
    """Prompts and completions are not stored, where the API version has the switch."""
    if resource.api_version[: len(SINCE)] < SINCE:
        yield NotApplicable("this API version has no such switch")
        return
    yield from resource.expect("properties.storedCompletionsDisabled", True)


RULE = ResourceRule(
    id="ai-account-no-stored-completions",
    control="AIS-011",
    title="Prompts and completions are not stored, where the API version has the switch",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"storedCompletionsDisabled": True` in the `properties` of the account, with API version '
        "2026-07-01 or later."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/openai/how-to/stored-completions",
    check=check,
    fix={"properties.storedCompletionsDisabled": True},
)
