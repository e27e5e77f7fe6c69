"""Telemetry components are based on a workspace, private, and accept Entra ID only."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Telemetry components are based on a workspace, private, and accept Entra ID only."""
    yield from resource.expect_set("workspaceResourceId", "must be the id of the workspace")
    yield from resource.expect("disableLocalAuth", True)
    for side in ("Ingestion", "Query"):
        yield from resource.expect(f"publicNetworkAccessFor{side}", "Disabled", "SecuredByPerimeter")
    yield from resource.refuse("disableIpMasking", True)


RULE = ResourceRule(
    id="telemetry-private",
    control="MON-003",
    title="Telemetry components are based on a workspace, private, and accept Entra ID only",
    severity=Severity.HIGH,
    types=("Microsoft.Insights/components",),
    remedy=(
        "Write `workspace_resource_id=workspace.id, disable_local_auth=True, "
        'public_network_access_for_ingestion="Disabled", public_network_access_for_query="Disabled"` in '
        "applicationinsights.Component(...)."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication",
    check=check,
    fix={
        "disableLocalAuth": True,
        "publicNetworkAccessForIngestion": "Disabled",
        "publicNetworkAccessForQuery": "Disabled",
        "disableIpMasking": False,
    },
)
