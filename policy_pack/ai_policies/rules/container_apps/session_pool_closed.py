"""Sandboxes for generated code have no way out and no identity."""

from collections.abc import Iterator

from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Sandboxes for generated code have no way out and no identity."""
    yield from resource.expect("sessionNetworkConfiguration.status", "EgressDisabled")
    for setting in resource.items("managedIdentitySettings"):
        yield from setting.expect("lifecycle", "None")


def fix(resource: Resource) -> Iterator[Edit]:
    """Close the way out and keep identities out of the sandbox."""
    if not same(resource.find("sessionNetworkConfiguration.status"), "EgressDisabled"):
        yield Edit("sessionNetworkConfiguration.status", "EgressDisabled")
    for index, setting in enumerate(resource.items("managedIdentitySettings")):
        if not same(setting.find("lifecycle"), "None"):
            yield Edit(f"managedIdentitySettings[{index}].lifecycle", "None")


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
