"""Sub-resources that each type offers over Private Link, and the host names behind them.

Source: AZD private-link/private-endpoint-dns.md, by arm-semantics 2.2. This table is the simulator's own on purpose:
a wrong value in the components' table must not pass everywhere.
"""

from collections.abc import Callable

from simulated_azure.arm.store import Resource

GROUPS: dict[str, frozenset[str]] = {
    "microsoft.storage/storageaccounts": frozenset({"blob", "file", "queue", "table", "web", "dfs"}),
    "microsoft.documentdb/databaseaccounts": frozenset(
        {"Sql", "MongoDB", "Cassandra", "Gremlin", "Table", "Analytical"}
    ),
    "microsoft.keyvault/vaults": frozenset({"vault"}),
    "microsoft.search/searchservices": frozenset({"searchService"}),
    "microsoft.containerregistry/registries": frozenset({"registry"}),
    "microsoft.cognitiveservices/accounts": frozenset({"account"}),
    "microsoft.machinelearningservices/workspaces": frozenset({"amlworkspace"}),
    "microsoft.apimanagement/service": frozenset({"Gateway"}),
    "microsoft.app/managedenvironments": frozenset({"managedEnvironments"}),
    "microsoft.appconfiguration/configurationstores": frozenset({"configurationStores"}),
    "microsoft.insights/privatelinkscopes": frozenset({"azuremonitor"}),
    "microsoft.eventhub/namespaces": frozenset({"namespace"}),
    "microsoft.servicebus/namespaces": frozenset({"namespace"}),
    "microsoft.purview/accounts": frozenset({"account", "portal", "platform"}),
    "microsoft.batch/batchaccounts": frozenset({"batchAccount", "nodeManagement"}),
    "microsoft.compute/diskaccesses": frozenset({"disks"}),
    "microsoft.containerservice/managedclusters": frozenset({"management"}),
    "microsoft.datafactory/factories": frozenset({"dataFactory", "portal"}),
    "microsoft.dbforpostgresql/flexibleservers": frozenset({"postgresqlServer"}),
    "microsoft.eventgrid/topics": frozenset({"topic"}),
    "microsoft.keyvault/managedhsms": frozenset({"managedhsm"}),
    "microsoft.machinelearningservices/registries": frozenset({"amlregistry"}),
    "microsoft.sql/servers": frozenset({"sqlServer"}),
    "microsoft.web/sites": frozenset({"sites"}),
    "microsoft.attestation/attestationproviders": frozenset({"standard"}),
    "microsoft.automation/automationaccounts": frozenset({"Webhook", "DSCAndHybridWorker"}),
    "microsoft.botservice/botservices": frozenset({"Bot", "Token"}),
    "microsoft.cache/redisenterprise": frozenset({"redisEnterprise"}),
    "microsoft.dashboard/grafana": frozenset({"grafana"}),
    "microsoft.databricks/workspaces": frozenset({"databricks_ui_api", "browser_authentication"}),
    "microsoft.documentdb/mongoclusters": frozenset({"MongoCluster"}),
    "microsoft.kusto/clusters": frozenset({"cluster"}),
    "microsoft.monitor/accounts": frozenset({"prometheusMetrics"}),
    "microsoft.synapse/workspaces": frozenset({"Sql", "SqlOnDemand", "Dev"}),
    "microsoft.videoindexer/accounts": frozenset({"account"}),
}


def _cognitive(target: Resource, _group: str) -> list[str]:
    subdomain = str(target.properties.get("customSubDomainName") or target.id.name).lower()
    suffixes = ["cognitiveservices.azure.com"]
    if str(target.body.get("kind")) == "AIServices":
        suffixes += ["openai.azure.com", "services.ai.azure.com"]
    elif str(target.body.get("kind")) == "OpenAI":
        suffixes = ["openai.azure.com"]
    return [f"{subdomain}.{suffix}" for suffix in suffixes]


def _monitor(_target: Resource, _group: str) -> list[str]:
    return [
        "api.monitor.azure.com", "global.in.ai.monitor.azure.com", "profiler.monitor.azure.com",
        "live.monitor.azure.com", "global.oms.opinsights.azure.com", "global.ods.opinsights.azure.com",
        "global.agentsvc.azure-automation.net", "scadvisorcontentpl.blob.core.windows.net",
    ]  # fmt: skip


_HOSTS: dict[str, Callable[[Resource, str], list[str]]] = {
    "microsoft.cognitiveservices/accounts": _cognitive,
    "microsoft.insights/privatelinkscopes": _monitor,
    "microsoft.storage/storageaccounts": lambda target, group: [f"{target.id.name}.{group}.core.windows.net".lower()],
    "microsoft.keyvault/vaults": lambda target, _group: [f"{target.id.name}.vaultcore.azure.net".lower()],
    "microsoft.search/searchservices": lambda target, _group: [f"{target.id.name}.search.windows.net".lower()],
    "microsoft.apimanagement/service": lambda target, _group: [f"{target.id.name}.azure-api.net".lower()],
    "microsoft.documentdb/databaseaccounts": lambda target, _group: [f"{target.id.name}.documents.azure.com".lower()],
}


def hosts_of(target: Resource, group: str) -> list[str]:
    """Host names that an endpoint to this sub-resource of the target serves, each with an address of its own."""
    make = _HOSTS.get(target.id.type_key)
    return make(target, group) if make else [f"{target.id.name}.{group}".lower()]
