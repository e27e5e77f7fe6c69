"""Facts of Azure that components and rules share. Generated from knowledge/azure; do not edit.

Run `make generate` after a change of the source.
"""

ROLES: dict[str, str] = {
    "AcrPull": "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "App Configuration Data Reader": "516239f1-63e1-4d78-a4de-a74fb236a071",
    "Azure AI Project Manager": "eadc314b-1a2d-4efa-be10-5d325db5065e",
    "Azure AI User": "53ca6127-db72-4b80-b1b0-d745d6d5456d",
    "Azure Event Hubs Data Sender": "2b629674-e913-4c01-ae53-ef4638d8f975",
    "Cognitive Services Contributor": "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68",
    "Cognitive Services OpenAI User": "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "Cognitive Services User": "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Contributor": "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Cosmos DB Operator": "230815da-be43-4aae-9cb4-875f7bd000aa",
    "Key Vault Administrator": "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "Key Vault Crypto Officer": "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
    "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
    "Log Analytics Reader": "73c42c96-874c-492b-b04d-ab87d138a893",
    "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
    "Monitoring Reader": "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
    "Owner": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Role Based Access Control Administrator": "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "Search Index Data Contributor": "8ebe5a00-799e-43f5-93ac-243d3dce84a7",
    "Search Index Data Reader": "1407120a-92aa-4202-b7e9-c0e197c71c8f",
    "Search Service Contributor": "7ca78c08-252a-4471-8644-bb5ff32d4ba0",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
}

PRIVATE_LINK: dict[str, dict[str, tuple[str, ...]]] = {
    "Microsoft.ApiManagement/service": {
        "Gateway": ("privatelink.azure-api.net",),
    },
    "Microsoft.App/managedEnvironments": {
        "managedEnvironments": ("privatelink.{region}.azurecontainerapps.io",),
    },
    "Microsoft.AppConfiguration/configurationStores": {
        "configurationStores": ("privatelink.azconfig.io",),
    },
    "Microsoft.Attestation/attestationProviders": {
        "standard": ("privatelink.attest.azure.net",),
    },
    "Microsoft.Automation/automationAccounts": {
        "Webhook": ("privatelink.azure-automation.net",),
        "DSCAndHybridWorker": ("privatelink.azure-automation.net",),
    },
    "Microsoft.Batch/batchAccounts": {
        "batchAccount": ("privatelink.batch.azure.com",),
        "nodeManagement": ("privatelink.batch.azure.com",),
    },
    "Microsoft.BotService/botServices": {
        "Bot": ("privatelink.directline.botframework.com",),
        "Token": ("privatelink.token.botframework.com",),
    },
    "Microsoft.Cache/redis": {
        "redisCache": ("privatelink.redis.cache.windows.net",),
    },
    "Microsoft.Cache/redisEnterprise": {
        "redisEnterprise": ("privatelink.redis.azure.net",),
    },
    "Microsoft.CognitiveServices/accounts": {
        "account": (
            "privatelink.cognitiveservices.azure.com",
            "privatelink.openai.azure.com",
            "privatelink.services.ai.azure.com",
        ),
    },
    "Microsoft.Compute/diskAccesses": {
        "disks": ("privatelink.blob.core.windows.net",),
    },
    "Microsoft.ContainerRegistry/registries": {
        "registry": ("privatelink.azurecr.io",),
    },
    "Microsoft.ContainerService/managedClusters": {
        "management": ("privatelink.{region}.azmk8s.io",),
    },
    "Microsoft.DBforPostgreSQL/flexibleServers": {
        "postgresqlServer": ("privatelink.postgres.database.azure.com",),
    },
    "Microsoft.Dashboard/grafana": {
        "grafana": ("privatelink.grafana.azure.com",),
    },
    "Microsoft.DataFactory/factories": {
        "dataFactory": ("privatelink.datafactory.azure.net",),
        "portal": ("privatelink.adf.azure.com",),
    },
    "Microsoft.Databricks/workspaces": {
        "databricks_ui_api": ("privatelink.azuredatabricks.net",),
        "browser_authentication": ("privatelink.azuredatabricks.net",),
    },
    "Microsoft.DocumentDB/databaseAccounts": {
        "Sql": ("privatelink.documents.azure.com",),
        "MongoDB": ("privatelink.mongo.cosmos.azure.com",),
        "Table": ("privatelink.table.cosmos.azure.com",),
        "Gremlin": ("privatelink.gremlin.cosmos.azure.com",),
        "Cassandra": ("privatelink.cassandra.cosmos.azure.com",),
        "Analytical": ("privatelink.analytics.cosmos.azure.com",),
    },
    "Microsoft.DocumentDB/mongoClusters": {
        "MongoCluster": ("privatelink.mongocluster.cosmos.azure.com",),
    },
    "Microsoft.EventGrid/domains": {
        "domain": ("privatelink.eventgrid.azure.net",),
    },
    "Microsoft.EventGrid/namespaces": {
        "topic": ("privatelink.eventgrid.azure.net",),
        "topicSpace": ("privatelink.ts.eventgrid.azure.net",),
    },
    "Microsoft.EventGrid/partnerNamespaces": {
        "partnernamespace": ("privatelink.eventgrid.azure.net",),
    },
    "Microsoft.EventGrid/topics": {
        "topic": ("privatelink.eventgrid.azure.net",),
    },
    "Microsoft.EventHub/namespaces": {
        "namespace": ("privatelink.servicebus.windows.net",),
    },
    "Microsoft.Insights/privateLinkScopes": {
        "azuremonitor": (
            "privatelink.monitor.azure.com",
            "privatelink.oms.opinsights.azure.com",
            "privatelink.ods.opinsights.azure.com",
            "privatelink.agentsvc.azure-automation.net",
            "privatelink.blob.core.windows.net",
        ),
    },
    "Microsoft.KeyVault/managedHSMs": {
        "managedhsm": ("privatelink.managedhsm.azure.net",),
    },
    "Microsoft.KeyVault/vaults": {
        "vault": ("privatelink.vaultcore.azure.net",),
    },
    "Microsoft.Kusto/clusters": {
        "cluster": ("privatelink.{region}.kusto.windows.net",),
    },
    "Microsoft.MachineLearningServices/registries": {
        "amlregistry": ("privatelink.api.azureml.ms",),
    },
    "Microsoft.MachineLearningServices/workspaces": {
        "amlworkspace": (
            "privatelink.api.azureml.ms",
            "privatelink.notebooks.azure.net",
        ),
    },
    "Microsoft.Monitor/accounts": {
        "prometheusMetrics": ("privatelink.{region}.prometheus.monitor.azure.com",),
    },
    "Microsoft.Purview/accounts": {
        "account": ("privatelink.purview.azure.com",),
        "portal": ("privatelink.purviewstudio.azure.com",),
        "platform": ("privatelink.purview-service.microsoft.com",),
    },
    "Microsoft.Search/searchServices": {
        "searchService": ("privatelink.search.windows.net",),
    },
    "Microsoft.ServiceBus/namespaces": {
        "namespace": ("privatelink.servicebus.windows.net",),
    },
    "Microsoft.Sql/servers": {
        "sqlServer": ("privatelink.database.windows.net",),
    },
    "Microsoft.Storage/storageAccounts": {
        "blob": ("privatelink.blob.core.windows.net",),
        "dfs": ("privatelink.dfs.core.windows.net",),
        "file": ("privatelink.file.core.windows.net",),
        "queue": ("privatelink.queue.core.windows.net",),
        "table": ("privatelink.table.core.windows.net",),
        "web": ("privatelink.web.core.windows.net",),
    },
    "Microsoft.Synapse/workspaces": {
        "Sql": ("privatelink.sql.azuresynapse.net",),
        "SqlOnDemand": ("privatelink.sql.azuresynapse.net",),
        "Dev": ("privatelink.dev.azuresynapse.net",),
    },
    "Microsoft.VideoIndexer/accounts": {
        "account": ("privatelink.api.videoindexer.ai",),
    },
    "Microsoft.Web/sites": {
        "sites": ("privatelink.azurewebsites.net",),
    },
}

DIAGNOSTIC_TYPES: frozenset[str] = frozenset(
    {
        "Microsoft.ApiManagement/service",
        "Microsoft.App/managedEnvironments",
        "Microsoft.AppConfiguration/configurationStores",
        "Microsoft.Attestation/attestationProviders",
        "Microsoft.Automation/automationAccounts",
        "Microsoft.Batch/batchAccounts",
        "Microsoft.BotService/botServices",
        "Microsoft.Cdn/profiles",
        "Microsoft.CodeSigning/codeSigningAccounts",
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.CognitiveServices/accounts/projects",
        "Microsoft.Compute/virtualMachines",
        "Microsoft.ConfidentialLedger/ledgers",
        "Microsoft.ContainerInstance/containerGroups",
        "Microsoft.ContainerRegistry/registries",
        "Microsoft.ContainerService/managedClusters",
        "Microsoft.DBforPostgreSQL/flexibleServers",
        "Microsoft.Dashboard/grafana",
        "Microsoft.DataFactory/factories",
        "Microsoft.DataProtection/backupVaults",
        "Microsoft.Databricks/workspaces",
        "Microsoft.Discovery/workspaces",
        "Microsoft.DocumentDB/databaseAccounts",
        "Microsoft.DocumentDB/mongoClusters",
        "Microsoft.EventGrid/systemTopics",
        "Microsoft.EventGrid/topics",
        "Microsoft.EventHub/namespaces",
        "Microsoft.HealthDataAIServices/deidServices",
        "Microsoft.Insights/components",
        "Microsoft.Insights/dataCollectionRules",
        "Microsoft.KeyVault/managedHSMs",
        "Microsoft.KeyVault/vaults",
        "Microsoft.Kusto/clusters",
        "Microsoft.Logic/workflows",
        "Microsoft.MachineLearningServices/registries",
        "Microsoft.MachineLearningServices/workspaces",
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        "Microsoft.Monitor/accounts",
        "Microsoft.Network/applicationGateways",
        "Microsoft.Network/azureFirewalls",
        "Microsoft.Network/bastionHosts",
        "Microsoft.Network/dnsResolverPolicies",
        "Microsoft.Network/expressRouteCircuits",
        "Microsoft.Network/networkManagers",
        "Microsoft.Network/networkSecurityGroups",
        "Microsoft.Network/networkSecurityPerimeters",
        "Microsoft.Network/publicIPAddresses",
        "Microsoft.Network/trafficManagerProfiles",
        "Microsoft.Network/virtualNetworkGateways",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.Purview/accounts",
        "Microsoft.RecoveryServices/vaults",
        "Microsoft.Search/searchServices",
        "Microsoft.Security/defenderForStorageSettings",
        "Microsoft.ServiceBus/namespaces",
        "Microsoft.Sql/servers/databases",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.StorageCache/amlFilesystems",
        "Microsoft.Synapse/workspaces",
        "Microsoft.VideoIndexer/accounts",
        "Microsoft.Web/sites",
    }
)
