"""What azure-native 1 and 2 called the classes of version 3.

Source: the aliases that pulumi-azure-native 3.29 gives each class (`tests/policy` compares them all).
"""

OLDER_MODULES: dict[str, tuple[str, ...]] = {
    "cache": ("redis", "redisenterprise"),
    "documentdb": ("cosmosdb", "mongocluster"),
    "insights": ("monitor", "applicationinsights"),
    "network": ("network", "privatedns", "dnsresolver", "trafficmanager"),
}
"""Module names of azure-native 1 and 2 -> where version 3 keeps the same classes."""

OLDER_CLASSES: dict[str, str] = {
    "machinelearningservices:EnvironmentSpecificationVersion": "machinelearningservices:EnvironmentVersion",
    "machinelearningservices:MachineLearningCompute": "machinelearningservices:Compute",
    "machinelearningservices:MachineLearningDatastore": "machinelearningservices:Datastore",
    "network:InterfaceEndpoint": "network:PrivateEndpoint",
    "network:NspAssociation": "network:NetworkSecurityPerimeterAssociation",
    "security:APICollection": "security:APICollectionByAzureApiManagementService",
    **{
        f"securityinsights:{name}DataConnector": "securityinsights:AADDataConnector"
        for name in (
            "AwsS3", "CodelessApiPolling", "CodelessUi", "Dynamics365", "GCP", "IoT", "MTP",
            "MicrosoftPurviewInformationProtection", "Office365Project", "OfficeATP", "OfficeIRM", "OfficePowerBI",
            "PurviewAudit", "TiTaxii",
        )
    },
    "securityinsights:PremiumMicrosoftDefenderForThreatIntelligence": "securityinsights:AADDataConnector",
    "securityinsights:Anomalies": "securityinsights:Ueba",
    "securityinsights:EyesOn": "securityinsights:Ueba",
    "securityinsights:IPSyncer": "securityinsights:Ueba",
    "securityinsights:MLBehaviorAnalyticsAlertRule": "securityinsights:ScheduledAlertRule",
    "securityinsights:NrtAlertRule": "securityinsights:ScheduledAlertRule",
    "securityinsights:ThreatIntelligenceAlertRule": "securityinsights:ScheduledAlertRule",
}  # fmt: skip
"""`module:Class` of azure-native 1 and 2 that version 3 renamed or dropped -> one of the same ARM type."""
