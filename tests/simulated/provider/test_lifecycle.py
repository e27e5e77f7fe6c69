import asyncio

import pytest

from simulated_azure.arm.errors import ArmError
from simulated_azure.provider.values import UNKNOWN, is_unknown
from tests.simulated.provider.conftest import GROUP, AbortedError

ACCOUNT = "azure-native:storage:StorageAccount"
NETWORK = "azure-native:network:VirtualNetwork"
ID = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/st"
NETWORK_ID = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"
INPUTS = {
    "resourceGroupName": "rg",
    "accountName": "st",
    "kind": "StorageV2",
    "sku": {"name": "Standard_LRS"},
    "location": "swedencentral",
    "enableHttpsTrafficOnly": True,
    "identity": {"type": "UserAssigned", "userAssignedIdentities": ["/id1"]},
}
VNET = {"resourceGroupName": "rg", "virtualNetworkName": "v", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}


def as_azure_completes(body):
    properties = {**body.get("properties", {}), "provisioningState": "Succeeded"}
    identities = body.get("identity", {}).get("userAssignedIdentities", {})
    if identities:
        body["identity"]["userAssignedIdentities"] = {key: {"clientId": "c", "principalId": "p"} for key in identities}
    return {**body, "type": "Microsoft.Storage/storageAccounts", "properties": properties}


async def test_create_puts_arm_and_returns_what_azure_has(engine, world):
    world.completed = as_azure_completes
    resource_id, outputs = await engine.create(ACCOUNT, INPUTS)
    assert resource_id == ID
    assert world.puts() == [
        {
            "kind": "StorageV2",
            "sku": {"name": "Standard_LRS"},
            "location": "swedencentral",
            "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/id1": {}}},
            "properties": {"supportsHttpsTrafficOnly": True},
        }
    ]
    assert outputs == {
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "location": "swedencentral",
        "identity": {
            "type": "UserAssigned",
            "userAssignedIdentities": {"/id1": {"clientId": "c", "principalId": "p"}},
        },
        "enableHttpsTrafficOnly": True,
        "provisioningState": "Succeeded",
        "name": "st",
        "type": "Microsoft.Storage/storageAccounts",
        "azureApiVersion": "2024-01-01",
    }


async def test_a_preview_shows_inputs_and_leaves_the_rest_open(engine, world):
    resource_id, outputs = await engine.create(ACCOUNT, INPUTS | {"kind": UNKNOWN}, preview=True)
    assert resource_id == ""
    assert is_unknown(outputs["kind"])
    assert is_unknown(outputs["primaryEndpoints"])
    assert is_unknown(outputs["name"])
    assert outputs["enableHttpsTrafficOnly"] is True
    assert outputs["sku"]["name"] == "Standard_LRS"
    assert is_unknown(outputs["sku"]["tier"])
    assert is_unknown(outputs["identity"]["userAssignedIdentities"])
    assert "accountName" not in outputs
    assert world.calls == []


async def test_the_preview_of_an_update_keeps_name_and_location(engine):
    outputs = await engine.update(ACCOUNT, INPUTS, {"name": "st", "location": "swedencentral"}, preview=True)
    assert outputs["name"] == "st"


async def test_a_taken_id_is_refused(engine, world):
    world.bodies[ID.lower()] = {"id": ID, "name": "st"}
    with pytest.raises(AbortedError, match=f"cannot create already existing resource '{ID}'"):
        await engine.create(ACCOUNT, INPUTS)
    assert world.puts() == []


async def test_a_singleton_is_adopted_and_reset(engine, world):
    token = "azure-native:storage:BlobServiceProperties"
    inputs = {
        "resourceGroupName": "rg",
        "accountName": "st",
        "blobServicesName": "default",
        "isVersioningEnabled": True,
    }
    service = f"{ID}/blobServices/default"
    world.bodies[service.lower()] = {"id": service, "name": "default", "properties": {}}
    resource_id, _ = await engine.create(token, inputs)
    assert resource_id == service
    await engine.delete(token, service, inputs)
    assert world.puts() == [{"properties": {"isVersioningEnabled": True}}, {}]
    assert not any(verb == "DELETE" for verb, _, _ in world.calls)


async def test_a_wrong_enumeration_is_a_400_of_arm(engine, world):
    with pytest.raises(AbortedError, match=r"Status=400 Code=\"InvalidRequestContent\".*'publicNetworkAccess'"):
        await engine.create(ACCOUNT, INPUTS | {"publicNetworkAccess": "Off"})
    assert world.puts() == []


async def test_an_operation_that_fails_keeps_the_resource_in_the_state(engine, world):
    world.outcome = ArmError(409, "AccountProvisioningStateInvalid", "not yet")
    with pytest.raises(AbortedError, match="AccountProvisioningStateInvalid") as caught:
        await engine.create(ACCOUNT, INPUTS)
    failure = caught.value.init_failure()
    assert failure is not None
    assert failure.id == ID
    assert failure.properties.fields["kind"].string_value == "StorageV2"
    assert failure.inputs.fields["accountName"].string_value == "st"
    assert 'Code="AccountProvisioningStateInvalid"' in failure.reasons[0]


async def test_a_refused_request_leaves_nothing_behind(engine, world):
    world.refusals = [ArmError(409, "RequestConflict", "busy")]
    with pytest.raises(AbortedError, match=r'^Status=409 Code="RequestConflict" Message="busy"$') as caught:
        await engine.create(ACCOUNT, INPUTS)
    assert caught.value.init_failure() is None
    assert len(world.puts()) == 1


@pytest.mark.parametrize(
    ("status", "code"), [(429, "TooManyRequests"), (503, "x"), (409, "AnotherOperationInProgress")]
)
async def test_passing_faults_are_retried_three_times(engine, world, status, code):
    world.refusals = [ArmError(status, code, "later")] * 3
    await engine.create(ACCOUNT, INPUTS)
    assert len(world.puts()) == 4


async def test_a_fault_that_stays_is_reported(engine, world):
    world.refusals = [ArmError(429, "TooManyRequests", "later")] * 4
    with pytest.raises(AbortedError, match="TooManyRequests"):
        await engine.create(ACCOUNT, INPUTS)


async def test_cancel_stops_waiting_and_keeps_the_resource(engine, world):
    world.duration, world.outcome = 60.0, False
    creating = asyncio.create_task(engine.create(ACCOUNT, INPUTS))
    await asyncio.to_thread(world.accepted.wait, 5)
    await engine.servicer.Cancel(None, engine.context)
    with pytest.raises(AbortedError, match="cancelled") as caught:
        await asyncio.wait_for(creating, 5)
    failure = caught.value.init_failure()
    assert failure is not None
    assert failure.id == ID


async def test_what_is_gone_is_deleted(engine, world):
    await engine.delete(ACCOUNT, ID, INPUTS)
    assert [verb for verb, _, _ in world.calls] == ["DELETE"]


async def test_a_refused_delete_is_reported(engine, world):
    world.refusals = [ArmError(409, "ScopeLocked", "locked")]
    with pytest.raises(AbortedError, match="ScopeLocked"):
        await engine.delete(ACCOUNT, ID, INPUTS)


async def test_a_key_of_a_private_vault_cannot_be_deleted_from_outside(engine, world):
    vault = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv"
    world.bodies[vault.lower()] = {"properties": {"publicNetworkAccess": "Disabled"}}
    world.bodies[f"{vault}/keys/k".lower()] = {}
    with pytest.raises(AbortedError, match=r"ForbiddenByConnection.*deleted_with"):
        await engine.delete("azure-native:keyvault:Key", f"{vault}/keys/k")
    world.bodies[vault.lower()] = {"properties": {"publicNetworkAccess": "Enabled"}}
    await engine.delete("azure-native:keyvault:Key", f"{vault}/keys/k")
    assert f"{vault}/keys/k".lower() not in world.bodies


async def test_an_update_leaves_stand_alone_subnets_alone(engine, world):
    _, state = await engine.create(NETWORK, VNET)
    assert world.puts()[0]["properties"]["subnets"] == []
    world.bodies[NETWORK_ID.lower()]["properties"]["subnets"] = [{"name": "own", "properties": {"addressPrefix": "p"}}]
    await engine.update(NETWORK, VNET | {"tags": {"a": "b"}}, state)
    assert world.puts()[1]["properties"]["subnets"] == [{"name": "own", "properties": {"addressPrefix": "p"}}]


async def test_dropped_network_rules_are_opened_as_the_provider_does(engine, world):
    rules = {"networkRuleSet": {"defaultAction": "Deny"}}
    _, state = await engine.create(ACCOUNT, INPUTS | rules)
    await engine.update(ACCOUNT, INPUTS, state)
    assert world.puts()[1]["properties"]["networkAcls"]["defaultAction"] == "Allow"


async def test_refresh_of_an_unchanged_resource_changes_nothing(engine, world):
    world.completed = as_azure_completes
    resource_id, state = await engine.create(ACCOUNT, INPUTS)
    assert await engine.read(ACCOUNT, resource_id, INPUTS, state) == (resource_id, state, INPUTS)


async def test_refresh_shows_drift_in_outputs_and_inputs(engine, world):
    resource_id, state = await engine.create(ACCOUNT, INPUTS)
    world.bodies[ID.lower()]["properties"]["supportsHttpsTrafficOnly"] = False
    world.bodies[ID.lower()]["tags"] = {"by": "hand"}
    _, outputs, inputs = await engine.read(ACCOUNT, resource_id, INPUTS, state)
    assert outputs["enableHttpsTrafficOnly"] is False
    assert inputs == INPUTS | {"enableHttpsTrafficOnly": False, "tags": {"by": "hand"}}


async def test_refresh_does_not_pull_stand_alone_subnets_into_the_network(engine, world):
    _, state = await engine.create(NETWORK, VNET)
    world.bodies[NETWORK_ID.lower()]["properties"]["subnets"] = [{"name": "own", "properties": {"addressPrefix": "p"}}]
    _, outputs, inputs = await engine.read(NETWORK, NETWORK_ID, VNET, state)
    assert outputs["subnets"] == [{"name": "own", "addressPrefix": "p"}]
    assert "subnets" not in inputs


async def test_refresh_of_a_deleted_resource_says_so(engine):
    assert await engine.read(ACCOUNT, ID, INPUTS, {}) == ("", {}, {})


async def test_import_reads_inputs_from_id_and_body(engine, world):
    world.completed = as_azure_completes
    await engine.create(ACCOUNT, INPUTS | {"tags": {}})
    _, outputs, inputs = await engine.read(ACCOUNT, ID, None, {})
    assert inputs == INPUTS
    assert outputs["provisioningState"] == "Succeeded"
    world.bodies["/nonsense"] = {"id": "/nonsense"}
    with pytest.raises(AbortedError, match="is not the id of"):
        await engine.read(ACCOUNT, "/nonsense", None, {})


async def test_a_generic_resource_checks_existence_at_its_own_api_version(engine, world):
    inputs = {
        "resourceGroupName": "rg",
        "resourceProviderNamespace": "Microsoft.ApiManagement",
        "parentResourcePath": "service/apim",
        "resourceType": "apis",
        "resourceName": "mcp",
        "apiVersion": "2025-09-01-preview",
        "properties": {"type": "mcp"},
    }
    resource_id, _ = await engine.create("azure-native:resources:Resource", inputs)
    assert resource_id == f"{GROUP}/providers/Microsoft.ApiManagement/service/apim/apis/mcp"
    versions = [detail for verb, _, detail in world.calls if verb == "GET"]
    assert versions == ["2024-03-01", "2025-09-01-preview"]
    assert world.puts() == [{"properties": {"type": "mcp"}}]


async def test_an_unmodelled_type_is_a_clear_error(engine):
    with pytest.raises(AbortedError, match="does not model 'azure-native:network:LoadBalancer'"):
        await engine.create("azure-native:network:LoadBalancer", {})


async def test_an_unregistered_namespace_is_registered_and_asked_again(engine, world):
    looks = iter([False, False, True])
    world.register = lambda namespace: next(looks)
    world.refusals = [ArmError(409, "MissingSubscriptionRegistration", "no", target="Microsoft.Storage")]
    await engine.create(ACCOUNT, INPUTS)
    assert len(world.puts()) == 2


async def test_a_registration_that_takes_longer_than_five_minutes_fails(engine, world):
    looks = []
    world.register = lambda namespace: bool(looks.append(namespace))
    world.refusals = [ArmError(409, "MissingSubscriptionRegistration", "no", target="Microsoft.Storage")]
    with pytest.raises(AbortedError, match="deadline"):
        await engine.create(ACCOUNT, INPUTS)
    assert len(looks) == 20


async def test_registration_is_tried_three_times(engine, world):
    world.register = lambda namespace: True
    missing = ArmError(409, "MissingSubscriptionRegistration", "no", target="Microsoft.Storage")
    world.refusals = [missing] * 5
    with pytest.raises(AbortedError, match="exceeded attempts"):
        await engine.create(ACCOUNT, INPUTS)
    assert len(world.puts()) == 3
