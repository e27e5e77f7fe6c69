"""Purview, its managed resources and its ingestion storage are private and run as a managed identity."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Purview, its managed resources and its ingestion storage are private and run as a managed identity."""
    yield from resource.expect("publicNetworkAccess", "Disabled")
    yield from resource.expect("managedResourcesPublicNetworkAccess", "Disabled")
    yield from resource.expect_or_absent("ingestionStorage.publicNetworkAccess", "Disabled")
    yield from resource.expect("managedEventHubState", "Disabled")
    yield from resource.expect_identity()


RULE = ResourceRule(
    id="purview-private",
    control="PVW-001",
    title="Purview, its managed resources and its ingestion storage are private and run as a managed identity",
    severity=Severity.HIGH,
    types=("Microsoft.Purview/accounts",),
    remedy=(
        'Write `public_network_access="Disabled", managed_resources_public_network_access="Disabled", '
        'managed_event_hub_state="Disabled", identity={"type": "SystemAssigned"}` in Account(...).'
    ),
    url="https://learn.microsoft.com/azure/purview/legacy/catalog-private-link",
    check=check,
    fix={
        "publicNetworkAccess": "Disabled",
        "managedResourcesPublicNetworkAccess": "Disabled",
        "ingestionStorage.publicNetworkAccess": "Disabled",
        "managedEventHubState": "Disabled",
        "identity.type": "SystemAssigned",
    },
)
