"""Sandboxes for generated code have no way out and no identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Sandboxes for generated code have no way out and no identity."""
    yield from resource.expect("sessionNetworkConfiguration.status", "EgressDisabled")
    for setting in resource.items("managedIdentitySettings"):
        yield from setting.expect("lifecycle", "None")


RULE = ResourceRule(
    id="session-pool-closed",
    control="ACA-010",
    title="Sandboxes for generated code have no way out and no identity",
    severity=Severity.CRITICAL,
    types=("Microsoft.App/sessionPools",),
    remedy=(
        'Write `session_network_configuration={"status": "EgressDisabled"}` and lifecycle None in '
        "`managed_identity_settings` of ContainerAppsSessionPool(...)."
    ),
    url="https://learn.microsoft.com/azure/container-apps/sessions",
    check=check,
    fix=fix,
)
