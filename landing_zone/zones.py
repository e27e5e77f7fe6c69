"""Private DNS zones that a configuration needs."""

from collections.abc import Iterator

from components.azure_data import PRIVATE_LINK
from landing_zone.settings.model import Configuration

_AZURE_MONITOR = "Microsoft.Insights/privateLinkScopes"


def private_link_types(configuration: Configuration) -> tuple[tuple[str, str], ...]:
    """Return (ARM type, group id) of every private endpoint, in the order in which they are made."""
    return tuple(_private_links(configuration))


def _private_links(configuration: Configuration) -> Iterator[tuple[str, str]]:
    settings = configuration.settings
    if settings.observability.enabled:
        yield _AZURE_MONITOR, "azuremonitor"
    if settings.encryption.enabled and settings.encryption.existing_vault_id is None:
        yield "Microsoft.KeyVault/vaults", "vault"
    if settings.artifact_store.enabled:
        yield "Microsoft.Storage/storageAccounts", "blob"
    if settings.search.enabled:
        yield "Microsoft.Search/searchServices", "searchService"
    if settings.foundry.enabled:
        yield "Microsoft.CognitiveServices/accounts", "account"


def zones_of(arm_type: str, group_id: str, region: str) -> tuple[str, ...]:
    """Return the zones that a private endpoint to `group_id` of `arm_type` in `region` registers in."""
    return tuple(zone.format(region=region) for zone in PRIVATE_LINK[arm_type][group_id])


def zones_in_use(configuration: Configuration) -> tuple[str, ...]:
    """Return the names of all zones, sorted, each once (Azure Monitor and Blob share one)."""
    region = configuration.target.location
    links = private_link_types(configuration)
    return tuple(sorted({zone for arm_type, group_id in links for zone in zones_of(arm_type, group_id, region)}))
