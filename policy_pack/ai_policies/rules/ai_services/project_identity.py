"""Foundry projects run as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Foundry projects run as a managed identity."""
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="project-identity",
    control="AGT-001",
    title="Foundry projects run as a managed identity",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts/projects",),
    remedy='Write `identity={"type": "SystemAssigned"}` in cognitiveservices.Project(...).',
    url="https://learn.microsoft.com/azure/ai-foundry/concepts/rbac-azure-ai-foundry",
    check=check,
    fix={"identity.type": "SystemAssigned"},
)
