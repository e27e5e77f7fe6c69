"""Connections to web search, which leave the compliance boundary, are approved one by one."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Connections to web search, which leave the compliance boundary, are approved one by one."""
    yield from resource.refuse(
        "properties.category", "GroundingWithBingSearch", "GroundingWithCustomSearch", "BingLLMSearch", "Serp"
    )


RULE = ResourceRule(
    id="connection-no-web-grounding",
    control="AGT-005",
    title="Connections to web search, which leave the compliance boundary, are approved one by one",
    severity=Severity.HIGH,
    types=(
        "Microsoft.CognitiveServices/accounts/connections",
        "Microsoft.CognitiveServices/accounts/projects/connections",
    ),
    remedy="Remove the connection, or waive the rule for its URN with a reason and an expiry.",
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/tools/bing-grounding",
    check=check,
)
