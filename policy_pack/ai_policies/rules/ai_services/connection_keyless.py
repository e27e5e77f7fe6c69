"""Connections hold no stored secret."""

from collections.abc import Iterator

from ai_policies import connections
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Connections hold no stored secret."""
    yield from resource.expect("properties.authType", "AAD", "ManagedIdentity", "OAuth2")


RULE = ResourceRule(
    id="connection-keyless",
    control="AGT-002",
    title="Connections hold no stored secret",
    severity=Severity.CRITICAL,
    types=connections.ALL,
    remedy=(
        'Write `"auth_type": "AAD"` (or ManagedIdentity, OAuth2) without `credentials` in the `properties` of the'
        " connection."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",
    check=check,
)
