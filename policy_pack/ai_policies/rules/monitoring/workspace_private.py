"""Workspaces take and answer privately, with Entra ID only."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Workspaces take and answer privately, with Entra ID only."""
    for side in ("Ingestion", "Query"):
        yield from resource.expect(f"publicNetworkAccessFor{side}", "Disabled", "SecuredByPerimeter")
    yield from resource.expect("features.disableLocalAuth", True)


RULE = ResourceRule(
    id="workspace-private",
    control="MON-001",
    title="Workspaces take and answer privately, with Entra ID only",
    severity=Severity.HIGH,
    types=("Microsoft.OperationalInsights/workspaces",),
    remedy=(
        'Write `public_network_access_for_ingestion="Disabled", public_network_access_for_query="Disabled", '
        'features={"disable_local_auth": True}` in operationalinsights.Workspace(...).'
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/logs/private-link-security",
    check=check,
    fix={
        "publicNetworkAccessForIngestion": "Disabled",
        "publicNetworkAccessForQuery": "Disabled",
        "features.disableLocalAuth": True,
    },
)
