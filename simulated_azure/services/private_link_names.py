"""Host names behind an endpoint, and the addresses that they share.

Sources: AZD private-link/private-endpoint-dns.md (suffixes); AMD logs/private-link-configure.md (Azure Monitor: global
names, names of each workspace and collection endpoint, one address per region and zone for all workspaces);
AZD container-registry/container-registry-private-link.md (registry and region data endpoint); AZD
cosmos-db/how-to-configure-private-endpoints.md (account and each region); AZD machine-learning/how-to-custom-dns.md;
AZD container-apps/how-to-use-private-endpoint.md (default domain of the environment).
"""

from collections.abc import Callable
from dataclasses import dataclass

from simulated_azure.arm.facts import TENANT_ID
from simulated_azure.arm.json_values import dicts
from simulated_azure.arm.locations import normal
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

_SCOPED = "Microsoft.Insights/privateLinkScopes/scopedResources"
_WORKSPACE = "microsoft.operationalinsights/workspaces"
_COLLECTION_ENDPOINT = "microsoft.insights/datacollectionendpoints"
_MONITOR_GLOBAL = ("api", "global.in.ai", "profiler", "live", "snapshot", "diagservices-query")
_WORKSPACE_SUFFIXES = ("oms.opinsights.azure.com", "ods.opinsights.azure.com", "agentsvc.azure-automation.net")
_LONGEST_NOTEBOOK = 63
"""A DNS label; Azure cuts longer names of notebook hosts."""


@dataclass(frozen=True)
class Name:
    """One host name that an endpoint serves.

    `member` is what the service calls it in `ipConfigurations`, where a source says so; names of one `slot` share an
    address.
    """

    host: str
    slot: str
    member: str = ""


# One name per resource: its own name before the suffix.
_SUFFIXES = {
    "microsoft.keyvault/vaults": "vaultcore.azure.net",
    "microsoft.search/searchservices": "search.windows.net",
    "microsoft.apimanagement/service": "azure-api.net",
    "microsoft.appconfiguration/configurationstores": "azconfig.io",
    "microsoft.eventhub/namespaces": "servicebus.windows.net",
    "microsoft.servicebus/namespaces": "servicebus.windows.net",
    "microsoft.sql/servers": "database.windows.net",
    "microsoft.dbforpostgresql/flexibleservers": "postgres.database.azure.com",
    "microsoft.keyvault/managedhsms": "managedhsm.azure.net",
}
_COSMOS_SUFFIXES = {
    "sql": "documents.azure.com", "mongodb": "mongo.cosmos.azure.com", "cassandra": "cassandra.cosmos.azure.com",
    "gremlin": "gremlin.cosmos.azure.com", "table": "table.cosmos.azure.com",
    "analytical": "analytics.cosmos.azure.com",
}  # fmt: skip
_OWN_MEMBER = {"microsoft.keyvault/vaults": "default"}  # Azure/terraform-azurerm-avm-res-keyvault-vault#108


def _single(target: Resource, suffix: str) -> list[Name]:
    host = f"{target.id.name}.{suffix}".lower()
    return [Name(host, host, _OWN_MEMBER.get(target.id.type_key, ""))]


def _cognitive(_world: World, target: Resource, _group: str) -> list[Name]:
    subdomain = str(target.properties.get("customSubDomainName") or target.id.name).lower()
    suffixes = ["cognitiveservices.azure.com"]
    if str(target.body.get("kind")) == "AIServices":
        suffixes += ["openai.azure.com", "services.ai.azure.com"]
    elif str(target.body.get("kind")) == "OpenAI":
        suffixes = ["openai.azure.com"]
    return [Name(f"{subdomain}.{suffix}", suffix) for suffix in suffixes]


def _monitor(world: World, target: Resource, _group: str) -> list[Name]:
    found = [Name(f"{name}.monitor.azure.com", name) for name in _MONITOR_GLOBAL]
    for scoped in world.children(target.id, _SCOPED):
        linked = world.find(str(scoped.properties.get("linkedResourceId") or ""))
        if linked is None:
            continue
        unique = world.chance.guid("workspace", linked.id.key)
        if linked.id.type_key == _WORKSPACE:
            found += [Name(f"{unique}.{item}", f"{linked.location}.{item}") for item in _WORKSPACE_SUFFIXES]
        elif linked.id.type_key == _COLLECTION_ENDPOINT:
            above = f"{linked.id.name}-{unique[:4]}.{linked.location}".lower()
            found += [Name(f"{above}.{kind}.monitor.azure.com", kind) for kind in ("handler.control", "ingest")]
        else:
            regional = f"{linked.location}-1.in.ai.monitor.azure.com"
            found.append(Name(regional, regional))
    found.append(Name("scadvisorcontentpl.blob.core.windows.net", "blob"))
    return list(dict.fromkeys(found))


def _storage(_world: World, target: Resource, group: str) -> list[Name]:
    service, _, secondary = group.lower().partition("_")
    name = f"{target.id.name}-secondary" if secondary else target.id.name
    host = f"{name}.{service}.core.windows.net".lower()
    return [Name(host, host)]


def _cosmos(_world: World, target: Resource, group: str) -> list[Name]:
    suffix, name = _COSMOS_SUFFIXES[group.lower()], target.id.name.lower()
    regions = [normal(str(item.get("locationName") or "")) for item in dicts(target.properties.get("locations"))]
    # terraform-provider-azurerm#13061: the members are named after the account and after each of its regions
    return [Name(f"{item}.{suffix}", item, item) for item in (name, *(f"{name}-{region}" for region in regions))]


def _registry(_world: World, target: Resource, _group: str) -> list[Name]:
    name, region = target.id.name.lower(), target.location  # members: terraform-provider-azurerm#21781
    return [Name(f"{name}.azurecr.io", "registry", "registry"),
            Name(f"{name}.{region}.data.azurecr.io", "data", f"registry_data_{region}")]  # fmt: skip


def _machine_learning(world: World, target: Resource, _group: str) -> list[Name]:
    unique, region = world.chance.guid("workspace", target.id.key, str(target.incarnation)), target.location
    notebook = f"ml-{target.id.name}-{region}-{unique}".lower()[:_LONGEST_NOTEBOOK]
    return [
        Name(f"{unique}.workspace.{region}.api.azureml.ms", "api"),
        Name(f"{unique}.workspace.{region}.cert.api.azureml.ms", "api"),
        Name(f"*.{unique}.inference.{region}.api.azureml.ms", "inference"),
        Name(f"{notebook}.{region}.notebooks.azure.net", "notebooks"),
    ]


def _environment(world: World, target: Resource, _group: str) -> list[Name]:
    word = world.chance.hex(8, "domain", target.id.key, str(target.incarnation))
    return [Name(f"*.env-{word}.{target.location}.azurecontainerapps.io", "environment")]


def _site(_world: World, target: Resource, _group: str) -> list[Name]:
    name = target.id.name.lower()  # one address, one member: Azure/bicep#7119
    return [Name(f"{name}.{item}azurewebsites.net", "sites", "sites") for item in ("", "scm.")]


def _purview(_world: World, target: Resource, group: str) -> list[Name]:
    hosts = {"platform": f"{TENANT_ID}-api.purview-service.microsoft.com", "portal": "web.purview.azure.com"}
    host = hosts.get(group.lower(), f"{target.id.name}.purview.azure.com".lower())
    return [Name(host, host)]


_NAMES: dict[str, Callable[[World, Resource, str], list[Name]]] = {
    "microsoft.cognitiveservices/accounts": _cognitive,
    "microsoft.insights/privatelinkscopes": _monitor,
    "microsoft.storage/storageaccounts": _storage,
    "microsoft.documentdb/databaseaccounts": _cosmos,
    "microsoft.containerregistry/registries": _registry,
    "microsoft.machinelearningservices/workspaces": _machine_learning,
    "microsoft.app/managedenvironments": _environment,
    "microsoft.web/sites": _site,
    "microsoft.purview/accounts": _purview,
}


NAMED = frozenset({*_NAMES, *_SUFFIXES})
"""Types whose host names are known; an endpoint to another one gets a name made of its own and its sub-resource."""


def names_of(world: World, target: Resource, group: str) -> list[Name]:
    """Names that an endpoint to this sub-resource of the target serves."""
    make = _NAMES.get(target.id.type_key)
    if make is not None:
        return make(world, target, group)
    return _single(target, _SUFFIXES.get(target.id.type_key, group))
