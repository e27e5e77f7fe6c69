"""Connections are not handed to every project."""

from collections.abc import Iterator

from ai_policies import connections
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Connections are not handed to every project."""
    yield from resource.expect("properties.isSharedToAll", False)


RULE = ResourceRule(
    id="connection-not-shared",
    control="AGT-003",
    title="Connections are not handed to every project",
    severity=Severity.MEDIUM,
    types=connections.ALL,
    remedy='Write `"is_shared_to_all": False` in the `properties` of the connection.',
    url="https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",
    check=check,
    fix={"properties.isSharedToAll": False},
)
