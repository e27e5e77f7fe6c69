import uuid

import pytest

from simulated_azure.provider.values import UNKNOWN, is_unknown
from tests.simulated.provider.conftest import Engine

ACCOUNT = "azure-native:storage:StorageAccount"
VALID = {"resourceGroupName": "rg", "accountName": "st", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}


async def test_a_valid_account_gets_location_and_api_version(engine):
    inputs, reasons = await engine.check(ACCOUNT, VALID)
    assert reasons == []
    assert inputs == {**VALID, "location": "swedencentral", "azureApiVersion": "2024-01-01"}


@pytest.mark.parametrize("name", ["kind", "sku", "resourceGroupName"])
async def test_a_missing_required_property_is_named(engine, name):
    _, reasons = await engine.check(ACCOUNT, {key: value for key, value in VALID.items() if key != name})
    assert reasons == [f"missing required property '{name}'"]


async def test_a_missing_nested_property_has_its_path(engine):
    rule = {"name": "deny", "access": "Deny", "direction": "Inbound"}
    _, reasons = await engine.check(
        "azure-native:network:NetworkSecurityGroup", {"resourceGroupName": "rg", "securityRules": [rule]}
    )
    assert reasons == ["missing required property 'securityRules[0].protocol'"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": 3}, "'kind' should be of type 'string' but got a number"),
        ({"isHnsEnabled": "yes"}, "'isHnsEnabled' should be of type 'boolean' but got a string"),
        ({"tags": ["a"]}, "'tags' should be of type 'map' but got an array"),
        ({"keyPolicy": {"keyExpirationPeriodInDays": 1.5}}, "'keyPolicy.keyExpirationPeriodInDays' must be an integer"),
    ],
)
async def test_a_wrong_type_is_refused(engine, change, reason):
    _, reasons = await engine.check(ACCOUNT, VALID | change)
    assert len(reasons) == 1
    assert reasons[0].startswith(reason)


async def test_a_number_where_an_object_belongs_is_refused(engine):
    _, reasons = await engine.check(ACCOUNT, VALID | {"sku": 3})
    assert reasons == ["'sku' should be of type 'object' but got a number"]


async def test_an_unknown_property_fails_in_strict_mode_with_a_suggestion(engine):
    _, reasons = await engine.check(ACCOUNT, VALID | {"enableHttpTrafficOnly": True})
    assert len(reasons) == 1
    assert reasons[0].startswith("simulated Azure (strict): unknown property 'enableHttpTrafficOnly'")
    assert reasons[0].endswith("Did you mean 'enableHttpsTrafficOnly'?")


async def test_type_of_an_mcp_api_is_called_api_type(engine):
    token = "azure-native_apimanagement_v20250901preview:apimanagement:Api"
    api = {"resourceGroupName": "rg", "serviceName": "apim", "apiId": "mcp", "path": "mcp"}
    _, reasons = await engine.check(token, api | {"type": "mcp"})
    assert "Did you mean 'apiType'?" in reasons[0]
    _, reasons = await engine.check(
        token, api | {"apiType": "mcp", "mcpProperties": {"endpoints": [{"name": "message"}]}}
    )
    assert reasons == []
    _, reasons = await engine.check(token, api | {"mcpProperties": {"endpoints": [{"uriTemplate": "/mcp"}]}})
    assert reasons == ["missing required property 'mcpProperties.endpoints[0].name'"]


async def test_unknown_properties_pass_when_not_strict(world, tmp_path):
    engine = Engine(world, tmp_path, strict=False)
    await engine.configure(location="swedencentral")
    _, reasons = await engine.check(ACCOUNT, VALID | {"madeUp": 1})
    assert reasons == []


async def test_the_discriminator_picks_the_variant_of_a_union(engine):
    token = "azure-native:cognitiveservices:AccountConnection"
    path = {"resourceGroupName": "rg", "accountName": "a", "connectionName": "c"}
    _, reasons = await engine.check(token, path | {"properties": {"authType": "AAD", "category": "AIServices"}})
    assert reasons == []
    _, reasons = await engine.check(token, path | {"properties": {"authType": "AAD", "credentials": {"key": "k"}}})
    assert "unknown property 'properties.credentials'" in reasons[0]
    _, reasons = await engine.check(token, path | {"properties": {"authType": "Magic"}})
    assert "matches none of the variants AAD" in reasons[0]


async def test_unknown_values_pass_and_stay_unknown(engine):
    inputs, reasons = await engine.check(ACCOUNT, VALID | {"kind": UNKNOWN, "sku": UNKNOWN})
    assert reasons == []
    assert is_unknown(inputs["kind"])


async def test_unnamed_resources_get_names_of_their_kind(engine):
    group, _ = await engine.check("azure-native:resources:ResourceGroup", {})
    assert group["resourceGroupName"].startswith("thing")
    assert len(group["resourceGroupName"]) == len("thing") + 8
    assert group["__createBeforeDelete"] is True
    child = {"resourceGroupName": "rg", "virtualNetworkName": "v"}
    subnet, _ = await engine.check("azure-native:network:Subnet", child)
    assert subnet["subnetName"] == "thing"
    assert "__createBeforeDelete" not in subnet
    role = {"scope": "/s", "principalId": "p", "roleDefinitionId": "r"}
    assignment, _ = await engine.check("azure-native:authorization:RoleAssignment", role)
    assert uuid.UUID(assignment["roleAssignmentName"])


async def test_a_name_once_made_is_kept(engine):
    token = "azure-native:resources:ResourceGroup"
    first, _ = await engine.check(token, {})
    again, _ = await engine.check(token, {}, {**first, "resourceGroupName": "older"})
    assert again["resourceGroupName"] == "older"
    assert again["__createBeforeDelete"] is True


async def test_the_location_of_the_resource_group_serves_where_none_is_configured(world, tmp_path):
    engine = Engine(world, tmp_path)
    await engine.configure()
    world.bodies[f"/subscriptions/{world.subscription_id}/resourcegroups/rg"] = {"location": "westeurope"}
    inputs, _ = await engine.check(ACCOUNT, VALID)
    assert inputs["location"] == "westeurope"
    inputs, _ = await engine.check(ACCOUNT, VALID | {"resourceGroupName": UNKNOWN})
    assert is_unknown(inputs["location"])
