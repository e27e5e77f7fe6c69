"""Identity, encryption, observability, artifact store, private endpoint: what each registers and in which order."""

from typing import Any

import pytest
from harness import deploy, value_of
from landscape import LOCATION, WHERE, build

from components._arm import role_assignment_name
from components.artifact_store import ArtifactStore
from components.encryption import Encryption
from components.identity import RoleAssignments, WorkloadIdentities
from components.observability import Observability
from components.private_endpoint import PrivateEndpoint

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


def test_what_azure_never_changes_is_made_anew(landscape):
    for endpoint in landscape.of_type(ENDPOINT):
        assert endpoint.replace_on_changes == {
            "privateLinkServiceConnections[*].privateLinkServiceId",
            "privateLinkServiceConnections[*].groupIds",
        }
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


def test_a_lock_is_the_last_thing_on_a_store_and_protection_covers_its_content():
    deployment = deploy(
        lambda: build(
            lock={"level": "CanNotDelete", "notes": "evidence"},
            protect=True,
            role_assignments=[{"grant_name": "team", "role": "Storage Blob Data Contributor", "principal_id": "p",
                               "principal_type": "Group", "condition": "@Resource[x] StringEquals 'y'"}],
        )
    )  # fmt: skip
    lock = deployment.one("azure-native:authorization:ManagementLockByScope")
    mine = {r.name for r in deployment.resources if r.custom and r.parent == "artifacts"}
    assert mine - deployment.before(lock) == {lock.name, "artifacts-endpoint-zones"}
    assert lock.inputs["notes"] == "evidence"
    grant = deployment.named("artifacts-team").inputs
    assert (grant["principalType"], grant["conditionVersion"]) == ("Group", "2.0")
    protected = {r.name for r in deployment.resources if r.protect}
    assert protected == {"artifacts", "artifacts-models", "artifacts-datasets", "artifacts-outputs"}


def test_a_store_without_extras_is_still_safe():
    args: Any = {
        **WHERE,
        "account_name": "stplain",
        "containers": ["models"],
        "replication": "GZRS",
        "retention_days": 7,
    }
    deployment = deploy(lambda: ArtifactStore("store", args))
    assert deployment.census() == {
        "azure-native:storage:BlobContainer": 1,
        "azure-native:storage:BlobServiceProperties": 1,
        ACCOUNT: 1,
    }
    inputs = deployment.one(ACCOUNT).inputs
    assert inputs["sku"] == {"name": "Standard_GZRS"}
    assert inputs["encryption"]["keySource"] == "Microsoft.Storage"
    assert inputs["encryption"]["requireInfrastructureEncryption"] is True
    assert "identity" not in inputs
    assert deployment.named("store-blobs").inputs["restorePolicy"]["days"] == 6
    assert value_of(deployment.result.private_endpoint_id) is None


def encryption(**changes):
    args: Any = {
        **WHERE,
        "tenant_id": "t",
        "vault_name": "kv-x",
        "keys": [{"key_name": "one"}],
        "identity_id": "/identity",
        "identity_principal_id": "p",
        "identity_client_id": "c",
        **changes,
    }
    return Encryption("encryption", args)


def test_keys_in_a_vault_that_exists():
    deployment = deploy(lambda: encryption(existing_vault_id=VAULT_ID))
    assert deployment.census() == {ROLE: 1, "azure-native:keyvault:Key": 1}
    key = deployment.one("azure-native:keyvault:Key")
    assert (key.inputs["vaultName"], key.inputs["resourceGroupName"]) == ("kv-shared", "rg-shared")
    assert deployment.one(ROLE).inputs["scope"] == VAULT_ID
    reference = deployment.result.key_reference("one")
    assert value_of(reference["vault_uri"]) == "https://kv-shared.vault.azure.net/"


def test_hardware_keys_in_a_premium_vault():
    deployment = deploy(lambda: encryption(sku="premium"))
    assert deployment.one(VAULT).inputs["properties"]["sku"]["name"] == "premium"
    assert deployment.one("azure-native:keyvault:Key").inputs["properties"]["kty"] == "RSA-HSM"


def test_two_keys_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two keys of name one"):
        deploy(lambda: encryption(keys=[{"key_name": "one"}, {"key_name": "one"}]))


def test_a_workspace_that_exists_is_used_as_it_is():
    args: Any = {
        **WHERE,
        "workspace_name": "unused",
        "application_insights_name": "appi",
        "existing_workspace_id": WORKSPACE_ID,
    }
    deployment = deploy(lambda: Observability("o", args))
    assert deployment.census() == {"azure-native:applicationinsights:Component": 1, SETTING: 1}
    assert deployment.one("azure-native:applicationinsights:Component").inputs["workspaceResourceId"] == WORKSPACE_ID


def test_alerts_reach_people():
    args: Any = {**WHERE, "workspace_name": "log", "action_group_name": "ag", "alert_emails": ["a@example.com"]}
    group = deploy(lambda: Observability("o", args)).one("azure-native:monitor:ActionGroup").inputs
    assert group["emailReceivers"] == [
        {"name": "mail-1", "emailAddress": "a@example.com", "useCommonAlertSchema": True}
    ]
    assert group["location"] == "Global"


@pytest.mark.parametrize("half", [{"action_group_name": "ag"}, {"alert_emails": ["a@example.com"]}])
def test_half_an_action_group_is_refused(half):
    args: Any = {**WHERE, "workspace_name": "log", **half}
    with pytest.raises(ValueError, match="needs both"):
        deploy(lambda: Observability("o", args))


def test_two_identities_of_one_workload_are_refused():
    twice: Any = [{"workload": "w", "identity_name": "a"}, {"workload": "w", "identity_name": "b"}]
    args: Any = {**WHERE, "identities": twice}
    with pytest.raises(ValueError, match="two identities of workload w"):
        deploy(lambda: WorkloadIdentities("i", args))


def test_an_unknown_role_is_refused_before_anything_is_written():
    grant: Any = {"grant_name": "g", "role": "Storage Blob Reader", "principal_id": "p", "scope": VAULT_ID}
    with pytest.raises(ValueError, match="unknown role 'Storage Blob Reader'"):
        deploy(lambda: RoleAssignments("r", {"grants": [grant]}))


def endpoint(**changes):
    placement = {"endpoint_name": "pep-x", "subnet_id": "/subnet", **changes.pop("endpoint", {})}
    target = {"target_id": VAULT_ID, "target_type": "Microsoft.KeyVault/vaults", "group_id": "vault"}
    args: Any = {**WHERE, **target, **changes, "endpoint": placement}
    return PrivateEndpoint("endpoint", args)


def test_an_endpoint_without_zones_leaves_them_to_the_platform():
    deployment = deploy(endpoint)
    assert deployment.census() == {ENDPOINT: 1}
    created = deployment.one(ENDPOINT)
    assert created.inputs["customNetworkInterfaceName"] == "pep-x-nic"
    assert created.create_timeout == "60m"


def test_an_endpoint_can_live_in_another_resource_group():
    zone = {"privatelink.vaultcore.azure.net": "/zone"}
    deployment = deploy(lambda: endpoint(endpoint={"resource_group_name": "rg-network", "zone_ids": zone}))
    assert {r.inputs["resourceGroupName"] for r in deployment.resources if r.custom} == {"rg-network"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"endpoint": {"zone_ids": {}}}, "needs the private DNS zones privatelink.vaultcore.azure.net"),
        ({"group_id": "Vault"}, "no private link group 'Vault': known are vault"),
        ({"target_type": "Microsoft.KeyVault/vault"}, "no private link zones known"),
    ],
)
def test_a_wrong_endpoint_is_refused_by_name(changes, message):
    with pytest.raises(ValueError, match=message):
        deploy(lambda: endpoint(**changes))
