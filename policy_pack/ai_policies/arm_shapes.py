"""Where azure-native writes a type differently from ARM (`tests/policy` compares with pulumi-azure-native 3.29)."""

KEEPS_PROPERTIES: frozenset[str] = frozenset(
    name.casefold()
    for name in (
        "Microsoft.App/agents",
        "Microsoft.Attestation/attestationProviders",
        "Microsoft.BotService/botServices",
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.CognitiveServices/accounts/commitmentPlans",
        "Microsoft.CognitiveServices/accounts/connections",
        "Microsoft.CognitiveServices/accounts/deployments",
        "Microsoft.CognitiveServices/accounts/encryptionScopes",
        "Microsoft.CognitiveServices/accounts/managedNetworks",
        "Microsoft.CognitiveServices/accounts/managedNetworks/outboundRules",
        "Microsoft.CognitiveServices/accounts/projects",
        "Microsoft.CognitiveServices/accounts/projects/applications",
        "Microsoft.CognitiveServices/accounts/projects/applications/agentDeployments",
        "Microsoft.CognitiveServices/accounts/projects/connections",
        "Microsoft.CognitiveServices/accounts/raiBlocklists",
        "Microsoft.CognitiveServices/accounts/raiBlocklists/raiBlocklistItems",
        "Microsoft.CognitiveServices/accounts/raiPolicies",
        "Microsoft.CognitiveServices/accounts/raiToolLabels",
        "Microsoft.CognitiveServices/accounts/raiTopics",
        "Microsoft.CognitiveServices/commitmentPlans",
        "Microsoft.CognitiveServices/raiExternalSafetyProviders",
        "Microsoft.CognitiveServices/raiPolicies",
        "Microsoft.ConfidentialLedger/ledgers",
        "Microsoft.Dashboard/grafana",
        "Microsoft.DataProtection/backupVaults",
        "Microsoft.Discovery/workspaces",
        "Microsoft.DocumentDB/mongoClusters",
        "Microsoft.HealthDataAIServices/deidServices",
        "Microsoft.KeyVault/managedHSMs",
        "Microsoft.KeyVault/vaults",
        "Microsoft.KeyVault/vaults/keys",
        "Microsoft.KeyVault/vaults/secrets",
        "Microsoft.MachineLearningServices/workspaces/batchEndpoints",
        "Microsoft.MachineLearningServices/workspaces/batchEndpoints/deployments",
        "Microsoft.MachineLearningServices/workspaces/computes",
        "Microsoft.MachineLearningServices/workspaces/connections",
        "Microsoft.MachineLearningServices/workspaces/datastores",
        "Microsoft.MachineLearningServices/workspaces/environments",
        "Microsoft.MachineLearningServices/workspaces/environments/versions",
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
        "Microsoft.MachineLearningServices/workspaces/outboundRules",
        "Microsoft.MachineLearningServices/workspaces/schedules",
        "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",
        "Microsoft.RecoveryServices/vaults",
        "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
        "Microsoft.Search/searchServices/sharedPrivateLinkResources",
        "Microsoft.Security/defenderForStorageSettings",
    )
)
"""ARM types (lower case) whose SDK class keeps the `properties` object that azure-native otherwise flattens."""

RENAMED: dict[str, dict[str, str]] = {
    "microsoft.apimanagement/service/apis": {"type": "apiType"},
    "microsoft.storage/storageaccounts": {
        "networkAcls": "networkRuleSet",
        "supportsHttpsTrafficOnly": "enableHttpsTrafficOnly",
    },
}
"""ARM type (lower case) -> ARM property -> what azure-native calls it."""

WRAPPED: dict[str, str] = {
    "microsoft.cognitiveservices/accounts/capabilityhosts": "capabilityHostProperties",
    "microsoft.cognitiveservices/accounts/projects/capabilityhosts": "projectCapabilityHostProperties",
}
"""ARM type (lower case) -> what azure-native calls the `properties` object that it keeps."""
