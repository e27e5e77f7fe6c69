"""Each service by itself: what it leaves out, adopts and refuses."""

from typing import Any

import pytest
from harness import deploy, value_of
from platform_samples import WHERE, build

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
