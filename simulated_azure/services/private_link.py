"""Sub-resources that each type offers over Private Link.

Source: AZD private-link/private-endpoint-dns.md, by arm-semantics 2.2. This table is the simulator's own on purpose:
a wrong value in the components' table must not pass everywhere.
"""

WITH_SECONDARY = frozenset({"microsoft.storage/storageaccounts"})
"""Types that offer each sub-resource once more, as `<name>_secondary`, for their second region."""

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
