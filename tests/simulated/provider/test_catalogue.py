import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.catalogue.catalogue import id_templates, object_type, resource_type
from simulated_azure.catalogue.locate import arm_id
from simulated_azure.catalogue.previews import api_version
from simulated_azure.catalogue.schema import UnmodelledTypeError

PREVIEW = "azure-native_apimanagement_v20250901preview:apimanagement:"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}[A-Za-z0-9]", fullmatch=True)


# Modules that the landing zone uses; importing all of the SDK takes a while.
MODULES = "apimanagement applicationinsights authorization cognitiveservices cosmosdb keyvault managedidentity monitor network operationalinsights privatedns resources search storage"  # fmt: skip


@pytest.mark.parametrize("module", MODULES.split())
def test_every_template_fits_the_pinned_sdk(module):
    tokens = [token for token in id_templates() if token.startswith(f"{module}:")]
    assert tokens
    for token in tokens:
        resource = resource_type(f"azure-native:{token}")
        assert set(resource.path_parameters) <= set(resource.path_shapes), token
        assert resource.api_version, token


@given(st.data())
def test_an_id_gives_its_path_parameters_back(data: st.DataObject):
    tokens = ("network:Subnet", "cognitiveservices:ProjectConnection", "apimanagement:ApiOperationPolicy")
    resource = resource_type("azure-native:" + data.draw(st.sampled_from(tokens)))
    inputs = {name: data.draw(names) for name in resource.path_parameters}
    assert resource.parse_id(resource.arm_id(inputs, SUBSCRIPTION)) == inputs


def test_scopes_keep_their_slashes():
    scope = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"
    located = arm_id(
        "azure-native:authorization:RoleAssignment", {"scope": scope, "roleAssignmentName": "n"}, SUBSCRIPTION
    )
    assert located == f"{scope}/providers/Microsoft.Authorization/roleAssignments/n"
    resource = resource_type("azure-native:authorization:RoleAssignment")
    assert resource.parse_id(located) == {"scope": scope, "roleAssignmentName": "n"}
    with pytest.raises(ValueError, match="is not the id of"):
        resource.parse_id(scope)


def test_a_generic_resource_at_the_top_has_no_double_slash():
    inputs = {
        "resourceGroupName": "rg",
        "resourceProviderNamespace": "Microsoft.Bing",
        "parentResourcePath": "",
        "resourceType": "accounts",
        "resourceName": "b",
    }
    located = arm_id("azure-native:resources:Resource", inputs, SUBSCRIPTION)
    assert located.endswith("/resourceGroups/rg/providers/Microsoft.Bing/accounts/b")


def test_missing_path_inputs_and_unmodelled_types_are_named():
    with pytest.raises(ValueError, match="virtualNetworkName"):
        arm_id("azure-native:network:Subnet", {"resourceGroupName": "rg"}, SUBSCRIPTION)
    with pytest.raises(UnmodelledTypeError, match=r"types\.csv"):
        resource_type("azure-native:network:LoadBalancer")
    with pytest.raises(UnmodelledTypeError, match="not a token"):
        resource_type("random:index:RandomString")


@pytest.mark.parametrize(
    ("token", "side", "name", "place"),
    [
        ("storage:StorageAccount", "inputs", "networkRuleSet", ("properties", "networkAcls")),
        ("storage:StorageAccount", "outputs", "enableHttpsTrafficOnly", ("properties", "supportsHttpsTrafficOnly")),
        ("storage:StorageAccount", "inputs", "sku", ("sku",)),
        ("operationalinsights:Workspace", "inputs", "sku", ("properties", "sku")),
        ("cognitiveservices:Account", "inputs", "properties", ("properties",)),
        ("cognitiveservices:ProjectCapabilityHost", "inputs", "projectCapabilityHostProperties", ("properties",)),
        ("keyvault:Key", "inputs", "properties", ("properties",)),
        ("keyvault:Key", "outputs", "keyUri", ("properties", "keyUri")),
        ("apimanagement:Api", "inputs", "apiType", ("properties", "type")),
        ("apimanagement:Backend", "inputs", "type", ("properties", "type")),
        ("apimanagement:Backend", "outputs", "type", ("type",)),
        ("compute:VirtualMachineExtension", "inputs", "type", ("properties", "type")),
        ("compute:VirtualMachineExtension", "outputs", "type", ("type",)),
        ("cosmosdb:SqlResourceSqlRoleDefinition", "inputs", "type", ("properties", "type")),
        ("apimanagement:Backend", "inputs", "properties", ("properties", "properties")),
        ("apimanagement:NamedValue", "inputs", "tags", ("properties", "tags")),
        ("apimanagement:ApiSchema", "inputs", "value", ("properties", "document", "value")),
        ("applicationinsights:Component", "outputs", "connectionString", ("properties", "ConnectionString")),
    ],
)
def test_arm_keeps_properties_where_its_specification_says(token, side, name, place):
    prop = getattr(resource_type(f"azure-native:{token}"), side).properties[name]
    assert (*prop.containers, prop.arm_name) == place


def test_sub_resources_of_a_network_have_properties_of_their_own():
    subnets = resource_type("azure-native:network:VirtualNetwork").inputs.properties["subnets"]
    assert subnets.maintained
    assert subnets.shape.items is not None
    subnet = object_type(subnets.shape.items.types[0])
    assert subnet.properties["addressPrefix"].containers == ("properties",)
    assert subnet.properties["name"].containers == ()


def test_names_that_the_provider_makes():
    assert resource_type("azure-native:storage:StorageAccount").auto_name == "random"
    assert resource_type("azure-native:network:Subnet").auto_name == "copy"
    assert resource_type("azure-native:authorization:RoleAssignment").auto_name == "uuid"
    assert resource_type("azure-native:privatedns:PrivateRecordSet").auto_name == "copy"


def test_the_preview_package_adds_what_mcp_needs():
    api = resource_type(PREVIEW + "Api")
    assert api.api_version == "2025-09-01-preview"
    assert "mcpProperties" in api.inputs.properties
    assert "mcpProperties" not in resource_type("azure-native:apimanagement:Api").inputs.properties
    assert "largeLanguageModel" in resource_type(PREVIEW + "ApiDiagnostic").inputs.properties
    with pytest.raises(ValueError, match="not an API version"):
        api_version("2025")


def test_threads_that_ask_together_all_get_whole_types():
    script = """
from concurrent.futures import ThreadPoolExecutor
from simulated_azure.catalogue.catalogue import resource_type
names = ["NetworkSecurityGroup", "Subnet", "PrivateEndpoint", "PrivateDnsZoneGroup", "VirtualNetwork"] * 3
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(lambda name: resource_type(f"azure-native:network:{name}").arm_type, names))
assert len(found) == 15
"""
    # A process of its own: in this one the module is loaded already.
    subprocess.run([sys.executable, "-c", script], check=True)
