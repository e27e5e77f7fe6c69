"""Published agents admit callers by role."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Published agents admit callers by role."""
    yield from resource.expect("properties.authorizationPolicy.type", *resource.parameter_texts("policies"))


RULE = ResourceRule(
    id="agent-application-callers",
    control="AGT-009",
    title="Published agents admit callers by role",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts/projects/applications",),
    remedy=(
        'Write `"authorization_policy": {"type": "Default"}` in the `properties` of AgentApplication(...), or '
        "permit the policy in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/publish-agent",
    parameters={"policies": ["Default"]},
    check=check,
)
