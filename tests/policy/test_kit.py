"""Values, views, tokens, generic resources."""

import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from ai_policies.kit import ABSENT, UNKNOWN, Resource, Unknown, Verdict, Violated, same
from ai_policies.kit.findings import NotApplicable, UnknownRead, verdict
from ai_policies.kit.resource import parse_id
from ai_policies.kit.tokens import arm_type
from ai_policies.kit.values import SIGNATURE_KEY, PlainBag, WireBag, plain

SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
STORAGE = "azure-native:storage:StorageAccount"

JSON = st.recursive(
    st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=12,
)


def resource(token, inputs, outputs=None):
    bags = (PlainBag(inputs), PlainBag(outputs) if outputs is not None else None)
    return Resource(f"urn:pulumi:s::p::{token}::r", token, *bags)


@given(st.dictionaries(st.text(min_size=1), JSON, max_size=5))
def test_wire_and_plain_decode_alike(properties):
    wire = WireBag(json_format.ParseDict(properties, struct_pb2.Struct()))
    keys = list(wire.keys())
    assert {key: wire.get(key) for key in keys} == {key: plain(value) for key, value in properties.items()}


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ({SIGNATURE_KEY: SECRET, "value": "x"}, "x"),
        ({SIGNATURE_KEY: SECRET, "value": UNKNOWN_STRING_VALUE}, UNKNOWN),
        ({SIGNATURE_KEY: OUTPUT}, UNKNOWN),
        ({SIGNATURE_KEY: OUTPUT, "value": True}, True),
        ({SIGNATURE_KEY: ASSET, "text": "<policies />"}, "<policies />"),
        ({SIGNATURE_KEY: ASSET, "path": "policy.xml"}, "policy.xml"),
        (None, ABSENT),
        (UNKNOWN_STRING_VALUE, UNKNOWN),
        (3, 3.0),
    ],
)
def test_special_values(value, decoded):
    assert plain(value) == decoded
    assert WireBag(json_format.ParseDict({"k": value}, struct_pb2.Struct())).get("k") == decoded


@pytest.mark.parametrize("value", ["hush", ["hush"], {"a": ["hush"]}])
def test_messages_do_not_show_secrets(value):
    found = resource(
        STORAGE, {"s": {SIGNATURE_KEY: SECRET, "value": value}, "o": {"t": {SIGNATURE_KEY: SECRET, "value": value}}}
    )
    assert found.find("s") == value
    for path in ("s", "o"):
        text = found.violated(path, "must be something else").message
        assert "a secret" in text
        assert "hush" not in text


def test_reading_a_missing_key_leaves_the_message_alone():
    struct = struct_pb2.Struct()
    assert WireBag(struct).get("missing") is ABSENT
    assert not struct.fields


def test_plain_reads_through_proxies_that_raise_on_unknowns():
    proxied = unknown_checking_proxy({"a": {"b": UNKNOWN_STRING_VALUE}, "c": [UNKNOWN_STRING_VALUE, "d"]})
    assert plain(proxied) == {"a": {"b": UNKNOWN}, "c": [UNKNOWN, "d"]}


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (STORAGE, "Microsoft.Storage/storageAccounts"),
        ("azure-native:storage/v20230101:StorageAccount", "Microsoft.Storage/storageAccounts"),
        ("azure-native_storage_v20230101:storage:StorageAccount", "Microsoft.Storage/storageAccounts"),
        ("azure-native_apimanagement_v20250901preview:apimanagement:Api", "Microsoft.ApiManagement/service/apis"),
        ("azure-native:documentdb:DatabaseAccount", "Microsoft.DocumentDB/databaseAccounts"),
        ("azure-native:insights/v20200202:Component", "Microsoft.Insights/components"),
        ("azure-native:insights:DiagnosticSetting", "Microsoft.Insights/diagnosticSettings"),
        ("azure-native:network/v20200601:PrivateZone", "Microsoft.Network/privateDnsZones"),
        ("azure-native:nowhere:Nothing", ""),
        ("aws:s3/bucket:Bucket", ""),
        ("pulumi:pulumi:Stack", ""),
    ],
)
def test_tokens_of_all_ages(token, expected):
    assert arm_type(token) == expected


def generic(**properties):
    return resource("azure-native:resources:Resource", properties)


def test_generic_resource_reads_like_the_typed_one():
    account = generic(
        resourceProviderNamespace="Microsoft.Storage", resourceType="storageAccounts", resourceName="st1",
        sku={"name": "Standard_LRS"},
        properties={"supportsHttpsTrafficOnly": False, "networkAcls": {"defaultAction": "Allow"},
                    "encryption": {"keyvaultproperties": {"keyname": "cmk"}}},
    )  # fmt: skip
    assert account.is_type("microsoft.storage/storageaccounts")
    assert account.arm_name == "st1"
    assert account.find("enableHttpsTrafficOnly") is False
    assert account.find("networkRuleSet.defaultAction") == "Allow"
    assert account.find("encryption.keyVaultProperties.keyName") == "cmk"
    assert account.path_of("networkRuleSet.defaultAction") == "properties.networkAcls.defaultAction"
    assert account.path_of("sku.name") == "sku.name"


def test_generic_child_knows_its_parents():
    deployment = generic(
        resourceProviderNamespace="Microsoft.CognitiveServices", parentResourcePath="accounts/ai",
        resourceType="deployments", resourceName="chat", properties={"raiPolicyName": "x"},
    )  # fmt: skip
    assert deployment.arm_type == "Microsoft.CognitiveServices/accounts/deployments"
    assert deployment.find("accountName") == "ai"
    assert deployment.find("properties.raiPolicyName") == "x"


def test_generic_network_objects_are_flattened():
    group = generic(
        resourceProviderNamespace="Microsoft.Network", resourceType="networkSecurityGroups", resourceName="nsg",
        properties={"securityRules": [{"name": "a", "properties": {"access": "Allow"}}]},
    )  # fmt: skip
    assert group.items("securityRules")[0].find("access") == "Allow"


def test_generic_resource_with_unknown_properties_is_unknown_not_empty():
    account = generic(
        resourceProviderNamespace="Microsoft.Storage", resourceType="storageAccounts", resourceName="st1",
        properties=UNKNOWN_STRING_VALUE,
    )  # fmt: skip
    assert account.find("publicNetworkAccess") is UNKNOWN
    assert account.find("tags") is ABSENT


def test_inputs_decide_and_known_outputs_stand_in():
    found = resource(
        STORAGE, {"a": "in", "b": UNKNOWN_STRING_VALUE}, {"a": "out", "b": "out", "c": "out", "d": UNKNOWN_STRING_VALUE}
    )
    assert [found.find(key) for key in "abcd"] == ["in", "out", "out", ABSENT]
    assert found.given("c") is ABSENT


def test_deployed_values_come_first_when_the_deployed_is_judged():
    found = resource(STORAGE, {"a": "in", "o": {"x": 1, "y": 1}}, {"a": "out", "o": {"x": 2}}).deployed()
    assert found.find("a") == "out"
    assert found.find("o.x") == 2.0
    assert found.find("o.y") == 1.0


def test_strict_reads_raise_and_conditions_report():
    found = resource(STORAGE, {"a": {"b": UNKNOWN_STRING_VALUE}, "list": [UNKNOWN_STRING_VALUE]})
    for read in (
        lambda: found.read("a.b"),
        lambda: found.texts("list"),
        lambda: found.items("list"),
        lambda: found.read("a.b.c"),
    ):
        with pytest.raises(UnknownRead):
            read()
    assert list(found.expect("a.b", True)) == [Unknown("a.b", found.urn)]
    assert list(found.expect_that("list", "", lambda _: True)) == [Unknown("list", found.urn)]


def test_one_unknown_hides_no_violation():
    found = resource(STORAGE, {"x": UNKNOWN_STRING_VALUE, "y": False})
    assert verdict([*found.expect("x", True), *found.expect("y", True)]) is Verdict.VIOLATED


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], Verdict.COMPLIANT),
        ([NotApplicable("x")], Verdict.NOT_APPLICABLE),
        ([NotApplicable("x"), Unknown("p")], Verdict.UNKNOWN),
        ([Unknown("p"), Violated("m")], Verdict.VIOLATED),
    ],
)
def test_verdicts_fold(findings, expected):
    assert verdict(findings) is expected


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("Disabled", "disabled", True),
        (True, 1.0, False),
        (False, False, True),
        (0.0, False, False),
        ("", ABSENT, False),
    ],
)
def test_equality_is_arms(left, right, equal):
    assert same(left, right) is equal


@pytest.mark.parametrize(
    ("arm_id", "parsed"),
    [
        ("/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v", ("Microsoft.KeyVault/vaults", "v")),
        ("/subscriptions/s/resourceGroups/g/providers/A.B/c/d/providers/E.F/g/h", ("E.F/g", "h")),
        ("/subscriptions/s/resourceGroups/g", None),
        ("not an id", None),
        ("/subscriptions/s/providers/A.B/c", None),
    ],
)
def test_ids_are_parsed(arm_id, parsed):
    assert parse_id(arm_id) == parsed
