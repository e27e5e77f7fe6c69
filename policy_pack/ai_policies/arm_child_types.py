"""More types, in the shape of `arm_types`: children of services, neighbours of an AI landing zone, fixed names.

Source: the `azure-mgmt` clients' paths and the arguments of pulumi-azure-native 3.29 (`tests/policy` compares).
"""

_GATEWAY = "Microsoft.ApiManagement/service"
_WORKSPACES = f"{_GATEWAY}/workspaces"
_SENTINEL = "Microsoft.SecurityInsights"
_LOCKS = "Microsoft.Authorization/locks"

CHILD_TYPES: dict[str, tuple[str, str]] = {
    "apimanagement:ProductApiLink": (f"{_GATEWAY}/products/apiLinks", "apiLinkId"),
    "apimanagement:TagByApi": (f"{_GATEWAY}/apis/tags", "tagId"),
    "apimanagement:Workspace": (_WORKSPACES, "workspaceId"),
    "apimanagement:WorkspaceApi": (f"{_WORKSPACES}/apis", "apiId"),
    "apimanagement:WorkspaceApiOperation": (f"{_WORKSPACES}/apis/operations", "operationId"),
    "apimanagement:WorkspaceApiOperationPolicy": (f"{_WORKSPACES}/apis/operations/policies", "policyId"),
    "apimanagement:WorkspaceApiPolicy": (f"{_WORKSPACES}/apis/policies", "policyId"),
    "apimanagement:WorkspacePolicy": (f"{_WORKSPACES}/policies", "policyId"),
    "apimanagement:WorkspaceProductPolicy": (f"{_WORKSPACES}/products/policies", "policyId"),
    "attestation:AttestationProvider": ("Microsoft.Attestation/attestationProviders", "providerName"),
    "automation:AutomationAccount": ("Microsoft.Automation/automationAccounts", "automationAccountName"),
    "app:ContainerAppsAuthConfig": ("Microsoft.App/containerApps/authConfigs", "authConfigName"),
    "authorization:ManagementLockAtResourceGroupLevel": (_LOCKS, "lockName"),
    "authorization:ManagementLockAtResourceLevel": (_LOCKS, "lockName"),
    "authorization:ManagementLockAtSubscriptionLevel": (_LOCKS, "lockName"),
    "cdn:Profile": ("Microsoft.Cdn/profiles", "profileName"),
    "codesigning:CodeSigningAccount": ("Microsoft.CodeSigning/codeSigningAccounts", "accountName"),
    "compute:Disk": ("Microsoft.Compute/disks", "diskName"),
    "confidentialledger:Ledger": ("Microsoft.ConfidentialLedger/ledgers", "ledgerName"),
    "containerinstance:ContainerGroup": ("Microsoft.ContainerInstance/containerGroups", "containerGroupName"),
    "containerservice:AgentPool": ("Microsoft.ContainerService/managedClusters/agentPools", "agentPoolName"),
    "dashboard:Grafana": ("Microsoft.Dashboard/grafana", "workspaceName"),
    "databricks:Workspace": ("Microsoft.Databricks/workspaces", "workspaceName"),
    "dataprotection:BackupVault": ("Microsoft.DataProtection/backupVaults", "vaultName"),
    "discovery:Workspace": ("Microsoft.Discovery/workspaces", "workspaceName"),
    "dnsresolver:DnsResolverPolicy": ("Microsoft.Network/dnsResolverPolicies", "dnsResolverPolicyName"),
    "eventgrid:Domain": ("Microsoft.EventGrid/domains", "domainName"),
    "eventgrid:Namespace": ("Microsoft.EventGrid/namespaces", "namespaceName"),
    "eventgrid:PartnerNamespace": ("Microsoft.EventGrid/partnerNamespaces", "partnerNamespaceName"),
    "healthdataaiservices:DeidService": ("Microsoft.HealthDataAIServices/deidServices", "deidServiceName"),
    "kusto:Cluster": ("Microsoft.Kusto/clusters", "clusterName"),
    "logic:Workflow": ("Microsoft.Logic/workflows", "workflowName"),
    "mongocluster:MongoCluster": ("Microsoft.DocumentDB/mongoClusters", "mongoClusterName"),
    "monitor:DataCollectionRuleAssociation": ("Microsoft.Insights/dataCollectionRuleAssociations", "associationName"),
    "network:FirewallPolicyRuleCollectionGroup": (
        "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        "ruleCollectionGroupName",
    ),
    "recoveryservices:ProtectedItem": (
        "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
        "protectedItemName",
    ),
    "recoveryservices:Vault": ("Microsoft.RecoveryServices/vaults", "vaultName"),
    "redis:Redis": ("Microsoft.Cache/redis", "name"),
    "securityinsights:AATPDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:AADDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:ASCDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:AwsCloudTrailDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:AutomationRule": (f"{_SENTINEL}/automationRules", "automationRuleId"),
    "securityinsights:EntityAnalytics": (f"{_SENTINEL}/settings", "settingsName"),
    "securityinsights:FusionAlertRule": (f"{_SENTINEL}/alertRules", "ruleId"),
    "securityinsights:MCASDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:MDATPDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:MSTIDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:OfficeDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:RestApiPollerDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:TIDataConnector": (f"{_SENTINEL}/dataConnectors", "dataConnectorId"),
    "securityinsights:MicrosoftSecurityIncidentCreationAlertRule": (f"{_SENTINEL}/alertRules", "ruleId"),
    "securityinsights:ScheduledAlertRule": (f"{_SENTINEL}/alertRules", "ruleId"),
    "securityinsights:SentinelOnboardingState": (f"{_SENTINEL}/onboardingStates", "sentinelOnboardingStateName"),
    "securityinsights:Ueba": (f"{_SENTINEL}/settings", "settingsName"),
    "storagecache:AmlFilesystem": ("Microsoft.StorageCache/amlFilesystems", "amlFilesystemName"),
    "synapse:Workspace": ("Microsoft.Synapse/workspaces", "workspaceName"),
    "trafficmanager:Profile": ("Microsoft.Network/trafficManagerProfiles", "profileName"),
    "videoindexer:Account": ("Microsoft.VideoIndexer/accounts", "accountName"),
    "web:WebAppSlot": ("Microsoft.Web/sites/slots", "slot"),
}
"""`module:Class` of azure-native 3 -> (ARM type, name of the input that ends the ARM id)."""

FIXED_NAMES: dict[str, tuple[str, str]] = {
    "authorization:PimRoleEligibilitySchedule": ("Microsoft.Authorization/roleEligibilityScheduleRequests", ""),
    "web:WebAppApplicationSettings": ("Microsoft.Web/sites/config", "appsettings"),
    "web:WebAppAuthSettingsV2": ("Microsoft.Web/sites/config", "authsettingsV2"),
    "web:WebAppFtpAllowed": ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "ftp"),
    "web:WebAppScmAllowed": ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "scm"),
}
"""`module:Class` whose name in Azure is no input -> (ARM type, that name; empty where Azure makes it)."""

UNTYPED: frozenset[str] = frozenset(
    {
        "Microsoft.Bing/accounts",
        "Microsoft.CognitiveServices/accounts/defenderForAISettings",
        f"{_GATEWAY}/portalconfigs",
        f"{_GATEWAY}/tenant",
    }
)
"""ARM types that azure-native has no class for: programs write them as `resources.Resource`."""
