from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2

from simulated_azure.provider.diff import apply_delta, object_delta

Kind = provider_pb2.PropertyDiff.Kind
ENDPOINT = "azure-native:network:PrivateEndpoint"
ACCOUNT = "azure-native:storage:StorageAccount"
objects = st.recursive(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
)


@given(objects, objects)
def test_a_difference_applied_to_its_origin_gives_the_target(old: dict[str, Any], new: dict[str, Any]):
    assert apply_delta(old, object_delta(old, new)) == new


async def changes(engine, token, old, new):
    answer = await engine.diff(token, old, new)
    return {path: change.kind for path, change in answer.detailedDiff.items()}, answer


async def test_equal_inputs_are_no_change(engine):
    _, answer = await changes(engine, ACCOUNT, {"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]})
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE


async def test_changes_have_paths(engine):
    old = {"tags": {"a": "1", "b": "2"}, "items": [{"x": 1}, {"x": 2}], "gone": True}
    new = {"tags": {"a": "1", "b": "3", "c": "4"}, "items": [{"x": 1}, {"x": 3}, {"x": 4}]}
    found, answer = await changes(engine, ACCOUNT, old, new)
    assert found == {
        "tags.b": Kind.UPDATE,
        "tags.c": Kind.ADD,
        "items[1].x": Kind.UPDATE,
        "items[2]": Kind.ADD,
        "gone": Kind.DELETE,
    }
    assert list(answer.diffs) == ["gone", "items", "tags"]
    assert not answer.replaces


@pytest.mark.parametrize(
    ("token", "old", "new", "path"),
    [
        (ACCOUNT, {"accountName": "a"}, {"accountName": "b"}, "accountName"),
        (ACCOUNT, {"isHnsEnabled": False}, {"isHnsEnabled": True}, "isHnsEnabled"),
        (ACCOUNT, {"location": "westeurope"}, {"location": "swedencentral"}, "location"),
        (ENDPOINT, {"subnet": {"id": "/a"}}, {"subnet": {"id": "/b"}}, "subnet.id"),
        ("azure-native:authorization:RoleAssignment", {"principalId": "1"}, {"principalId": "2"}, "principalId"),
    ],
)
async def test_what_really_replaces_replaces(engine, token, old, new, path):
    found, answer = await changes(engine, token, old, new)
    assert found == {path: Kind.UPDATE_REPLACE}
    assert list(answer.replaces) == [path]


@pytest.mark.parametrize(
    ("token", "old", "new"),
    [
        # Azure refuses these at the PUT, but the provider shows an update.
        (ACCOUNT, {"kind": "StorageV2"}, {"kind": "BlobStorage"}),
        ("azure-native:cognitiveservices:Account", {"kind": "OpenAI"}, {"kind": "AIServices"}),
        ("azure-native:network:Subnet", {"addressPrefix": "10.0.0.0/24"}, {"addressPrefix": "10.0.1.0/24"}),
    ],
)
async def test_what_azure_would_refuse_still_shows_as_an_update(engine, token, old, new):
    found, answer = await changes(engine, token, old, new)
    assert set(found.values()) == {Kind.UPDATE}
    assert not answer.replaces


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"location": "West Europe"}, {"location": "westeurope"}),
        ({"resourceGroupName": "RG"}, {"resourceGroupName": "rg"}),
        ({"__createBeforeDelete": True}, {}),
    ],
)
async def test_spelling_and_flags_are_no_change(engine, old, new):
    found, _ = await changes(engine, ACCOUNT, old, new)
    assert found == {}


async def test_spelling_out_what_azure_has_set_does_not_replace(engine):
    state = {"isHnsEnabled": False}
    answer = await engine.diff(ACCOUNT, {}, {"isHnsEnabled": False}, state)
    assert answer.detailedDiff["isHnsEnabled"].kind == Kind.ADD
    answer = await engine.diff(ACCOUNT, {}, {"isHnsEnabled": True}, state)
    assert answer.detailedDiff["isHnsEnabled"].kind == Kind.ADD_REPLACE


async def test_a_chosen_name_is_deleted_first_and_a_made_one_later(engine):
    _, chosen = await changes(engine, ACCOUNT, {"accountName": "a"}, {"accountName": "b"})
    assert chosen.deleteBeforeReplace
    made = {"accountName": "a", "__createBeforeDelete": True}
    _, answer = await changes(engine, ACCOUNT, made, made | {"accountName": "b"})
    assert not answer.deleteBeforeReplace


async def test_an_imported_resource_has_no_change_of_its_api_version(engine):
    answer = await engine.diff(ACCOUNT, {}, {"azureApiVersion": "2024-01-01"}, {"azureApiVersion": "2024-01-01"})
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE
