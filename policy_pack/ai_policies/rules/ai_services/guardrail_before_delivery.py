"""Streamed output is filtered before it is delivered."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Streamed output is filtered before it is delivered."""
    yield from resource.expect_or_absent("properties.mode", "Default", "Blocking", "Deferred")


RULE = ResourceRule(
    id="guardrail-before-delivery",
    control="RAI-007",
    title="Streamed output is filtered before it is delivered",
    severity=Severity.HIGH,
    types=content_filters.GUARDRAILS,
    remedy='Write `"mode": "Default"` (or Blocking, Deferred) in the `properties` of RaiPolicy(...).',
    url="https://learn.microsoft.com/azure/ai-services/openai/concepts/content-streaming",
    check=check,
    fix={"properties.mode": "Default"},
)
