"""What the components register together, and in which order: identity to artifact store as the blueprint wires them."""

import pytest
from harness import deploy, value_of
from platform_samples import LOCATION, build

from components._arm import role_assignment_name

ROLE = "azure-native:authorization:RoleAssignment"
ENDPOINT = "azure-native:network:PrivateEndpoint"
ACCOUNT = "azure-native:storage:StorageAccount"
VAULT = "azure-native:keyvault:Vault"
SETTING = "azure-native:monitor:DiagnosticSetting"
VAULT_ID = "/subscriptions/s/resourceGroups/rg-shared/providers/Microsoft.KeyVault/vaults/kv-shared"
WORKSPACE_ID = "/subscriptions/s/resourceGroups/rg-shared/providers/Microsoft.OperationalInsights/workspaces/log"


@pytest.fixture(scope="module")
def landscape():
    return deploy(build)


def test_the_landscape_is_exactly_this(landscape):
    assert landscape.census() == {
        "azure-native:applicationinsights:Component": 1,
        "azure-native:authorization:RoleAssignment": 2,
        "azure-native:keyvault:Key": 2,
        "azure-native:keyvault:Vault": 1,
        "azure-native:managedidentity:UserAssignedIdentity": 2,
        "azure-native:monitor:DiagnosticSetting": 9,
        "azure-native:monitor:PrivateLinkScope": 1,
        "azure-native:monitor:PrivateLinkScopedResource": 2,
        "azure-native:network:NetworkSecurityGroup": 3,
        "azure-native:network:PrivateDnsZoneGroup": 3,
        "azure-native:network:PrivateEndpoint": 3,
        "azure-native:network:Subnet": 3,
        "azure-native:network:VirtualNetwork": 1,
        "azure-native:operationalinsights:Workspace": 1,
        "azure-native:privatedns:PrivateZone": 6,
        "azure-native:privatedns:VirtualNetworkLink": 6,
        "azure-native:storage:BlobContainer": 3,
        "azure-native:storage:BlobServiceProperties": 1,
        "azure-native:storage:StorageAccount": 1,
    }


def test_preview_registers_the_same_with_the_same_order(landscape):
    preview = deploy(build, preview=True)
    assert preview.census() == landscape.census()
    applied = {r.name: r.dependencies for r in landscape.resources if r.custom}
    assert {r.name: r.dependencies for r in preview.resources if r.custom} == applied


def test_every_resource_has_a_component_as_parent(landscape):
    components = {r.name for r in landscape.resources if not r.custom}
    assert {r.parent for r in landscape.resources if r.custom} <= components
    assert all(r.name == r.parent or r.name.startswith(f"{r.parent}-") for r in landscape.resources if r.custom)


def test_private_endpoints_of_the_subnet_form_one_chain(landscape):
    assert landscape.totally_ordered(landscape.of_type(ENDPOINT))


def test_each_endpoint_leads_to_its_service_and_its_zones(landscape):
    zones = {
        "monitor-link": ("azuremonitor", 5),
        "encryption": ("vault", 1),
        "artifacts": ("blob", 1),
    }
    for owner, (group_id, count) in zones.items():
        endpoint = landscape.named(f"{owner}-endpoint")
        connection = endpoint.inputs["privateLinkServiceConnections"][0]
        assert connection["groupIds"] == [group_id]
        assert endpoint.property_dependencies["privateLinkServiceConnections"] == {owner}
        assert endpoint.property_dependencies["subnet"] == {"network-private-endpoints"}
        assert endpoint.inputs["location"] == LOCATION
        group = landscape.named(f"{owner}-endpoint-zones")
        assert len(group.inputs["privateDnsZoneConfigs"]) == count
        assert group.property_dependencies["privateEndpointName"] == {endpoint.name}


def test_an_identity_in_use_is_replaced_only_after_its_users_moved(landscape):
    identities = landscape.of_type("azure-native:managedidentity:UserAssignedIdentity")
    assert [identity.delete_before_replace for identity in identities] == [False, False]
    assert landscape.one(ACCOUNT).delete_before_replace


def test_what_azure_never_changes_is_made_anew(landscape):
    for endpoint in landscape.of_type(ENDPOINT):
        assert "privateLinkServiceConnections" in endpoint.replace_on_changes
    for link in landscape.of_type("azure-native:monitor:PrivateLinkScopedResource"):
        assert link.replace_on_changes == {"linkedResourceId"}


def test_keys_are_a_chain_that_ends_in_the_endpoint_and_go_with_their_vault(landscape):
    vault, endpoint = landscape.one(VAULT), landscape.named("encryption-endpoint")
    first, second = landscape.named("encryption-storage"), landscape.named("encryption-foundry")
    assert landscape.ordered(vault, first, second, endpoint)
    assert first.deleted_with == second.deleted_with == vault.name
    assert (first.inputs["properties"]["keySize"], second.inputs["properties"]["keySize"]) == (3072, 2048)


def test_a_key_rotates_before_it_expires(landscape):
    policy = landscape.named("encryption-storage").inputs["properties"]["rotationPolicy"]
    actions = {a["action"]["type"]: a["trigger"] for a in policy["lifetimeActions"]}
    assert actions == {"rotate": {"timeAfterCreate": "P90D"}, "notify": {"timeBeforeExpiry": "P30D"}}
    assert policy["attributes"] == {"expiryTime": "P180D"}


def test_nothing_is_encrypted_before_the_key_may_be_used(landscape):
    grant = landscape.named("encryption-encryption-identity")
    assert landscape.ordered(landscape.one(VAULT), grant, landscape.one(ACCOUNT))
    assert "encryption-storage" in landscape.before(landscape.one(ACCOUNT))
    assert grant.inputs["roleDefinitionId"].endswith("e147488a-f6f5-4113-8e2d-b22465e65bf6")
    assert grant.inputs["principalType"] == "ServicePrincipal"


def test_the_vault_is_closed_and_cannot_be_purged(landscape):
    properties = landscape.one(VAULT).inputs["properties"]
    assert properties["enablePurgeProtection"] is properties["enableRbacAuthorization"] is True
    assert properties["softDeleteRetentionInDays"] == 90
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["networkAcls"] == {"defaultAction": "Deny", "bypass": "AzureServices"}


def test_the_name_of_a_grant_follows_scope_principal_and_role(landscape):
    grant = landscape.named("roles-foundry-reads-artifacts").inputs
    expected = role_assignment_name(grant["scope"], grant["principalId"], "Storage Blob Data Reader")
    assert grant["roleAssignmentName"] == expected


def test_the_artifact_store_is_private_encrypted_and_keyless(landscape):
    inputs = landscape.one(ACCOUNT).inputs
    expected = {
        "kind": "StorageV2",
        "sku": {"name": "Standard_ZRS"},
        "allowBlobPublicAccess": False,
        "allowSharedKeyAccess": False,
        "allowCrossTenantReplication": False,
        "allowedCopyScope": "PrivateLink",
        "defaultToOAuthAuthentication": True,
        "enableHttpsTrafficOnly": True,
        "isLocalUserEnabled": False,
        "isSftpEnabled": False,
        "minimumTlsVersion": "TLS1_2",
        "publicNetworkAccess": "Disabled",
        "networkRuleSet": {"defaultAction": "Deny", "bypass": "AzureServices"},
        "sasPolicy": {"expirationAction": "Block", "sasExpirationPeriod": "0.01:00:00"},
        "tags": {"owner": "platform", "data-classification": "confidential"},
    }
    assert {key: inputs[key] for key in expected} == expected
    encryption = inputs["encryption"]
    assert encryption["requireInfrastructureEncryption"] is True
    assert encryption["keySource"] == "Microsoft.Keyvault"
    assert set(encryption["keyVaultProperties"]) == {"keyVaultUri", "keyName"}
    assert {s: v["keyType"] for s, v in encryption["services"].items()} == dict.fromkeys(
        ("blob", "file", "queue", "table"), "Account"
    )
    identity = encryption["encryptionIdentity"]["encryptionUserAssignedIdentity"]
    assert inputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [identity]}


def test_blobs_are_versioned_and_recoverable(landscape):
    inputs = landscape.named("artifacts-blobs").inputs
    assert inputs["blobServicesName"] == "default"
    assert inputs["isVersioningEnabled"] is True
    assert inputs["changeFeed"]["enabled"] is True
    assert inputs["containerDeleteRetentionPolicy"] == {"enabled": True, "days": 30}
    assert inputs["deleteRetentionPolicy"]["allowPermanentDelete"] is False
    assert inputs["restorePolicy"]["days"] < inputs["deleteRetentionPolicy"]["days"]


def test_containers_are_private_and_come_after_the_blob_service(landscape):
    containers = landscape.of_type("azure-native:storage:BlobContainer")
    assert {c.inputs["containerName"] for c in containers} == {"models", "datasets", "outputs"}
    assert {c.inputs["publicAccess"] for c in containers} == {"None"}
    assert all(landscape.ordered(landscape.named("artifacts-blobs"), c) for c in containers)


def test_storage_logs_come_from_the_blob_service_and_metrics_from_the_account(landscape):
    account, blobs = landscape.named("artifacts-diagnostics"), landscape.named("artifacts-blobs-diagnostics")
    assert account.property_dependencies["resourceUri"] == {"artifacts"}
    assert blobs.property_dependencies["resourceUri"] == {"artifacts-blobs"}
    assert "logs" not in account.inputs
    assert blobs.inputs["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]


def test_monitoring_is_private_keyless_and_admits_nothing_else(landscape):
    workspace = landscape.one("azure-native:operationalinsights:Workspace").inputs
    insights = landscape.one("azure-native:applicationinsights:Component").inputs
    for service in (workspace, insights):
        assert service["publicNetworkAccessForIngestion"] == "Disabled"
        assert service["publicNetworkAccessForQuery"] == "Disabled"
    assert workspace["features"]["disableLocalAuth"] is insights["disableLocalAuth"] is True
    scope = landscape.one("azure-native:monitor:PrivateLinkScope")
    assert scope.inputs["accessModeSettings"] == {
        "ingestionAccessMode": "PrivateOnly",
        "queryAccessMode": "PrivateOnly",
    }
    linked = landscape.of_type("azure-native:monitor:PrivateLinkScopedResource")
    assert landscape.ordered(scope, *sorted(linked, key=lambda r: r.name, reverse=True))
    assert all(landscape.ordered(r, landscape.named("monitor-link-endpoint")) for r in linked)


def test_application_insights_does_not_store_its_logs_twice(landscape):
    setting = landscape.named("observability-application-insights-diagnostics").inputs
    assert "logs" not in setting
    assert setting["metrics"] == [{"category": "AllMetrics", "enabled": True}]


def test_resource_specific_tables_where_the_service_offers_them(landscape):
    dedicated = {s.name for s in landscape.of_type(SETTING) if s.inputs.get("logAnalyticsDestinationType")}
    assert dedicated == {"encryption-diagnostics"}


def test_outputs_carry_what_azure_computes(landscape):
    built = landscape.result
    assert value_of(built.store.blob_endpoint) == "https://sttest.blob.core.windows.net/"
    assert value_of(built.encryption.vault_uri) == "https://kv-test.vault.azure.net/"
    assert value_of(built.encryption.key_uris) == {
        "storage": "https://kv-test.vault.azure.net/keys/storage",
        "foundry": "https://kv-test.vault.azure.net/keys/foundry",
    }
    assert value_of(built.identities.client_ids) == {
        "encryption": "client-id-encryption",
        "foundry": "client-id-foundry",
    }
