"""Template -> resources -> the same ids, types and properties; what is unknown or secret never leaks or lies."""

import functools
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.arm import __main__ as command
from assurance.arm import parse, shapes, sources, template
from assurance.arm.identity import arm_type_of, default_version
from assurance.arm.model import SIGNATURE, UNKNOWN, Planned
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.catalogue.schema import UnmodelledTypeError
from simulated_azure.provider.convert import request_body
from tests.assurance.planned_samples import SUBSCRIPTION, sandbox, site

SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.text(max_size=8)
    | st.sampled_from(["[x]", "[[", "["]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=8,
)


def written(planned):
    made = template.export(planned, SUBSCRIPTION)
    return made, json.loads(template.write(made, "test"))


@functools.cache
def deployed():
    return written(site(deployed=True))


def test_every_resource_of_the_compliant_stack_comes_back_with_its_id_and_type():
    made, text = deployed()
    assert all(why.startswith("no API version is known") for why in made.left_out.values())
    exported = [item for item in site(deployed=True) if item.urn not in made.left_out]
    assert len(exported) > 0.95 * len(site(deployed=True))
    expected = {item.arm_id: arm_type_of(item)[0] for item in exported}
    found = parse.resources(text)
    assert {arm_id: resource.type for arm_id, resource in found.items()} == expected


def test_bodies_are_what_azure_would_get():
    """The simulated Azure has a table of shapes of its own, for the types of the landing zone: both must say the same."""
    made = template.export(sandbox(), SUBSCRIPTION)
    compared = 0
    for item, (resource, filled, _) in zip(sandbox(), made.resources, strict=True):
        try:
            kind = resource_type(item.token)
        except UnmodelledTypeError:
            continue
        assert resource.body == request_body(kind, filled.inputs), item.urn
        compared += 1
    assert compared > 100


def test_bodies_survive_the_way_through_the_template():
    made, text = deployed()
    found = parse.resources(text)
    for resource, _, _ in made.resources:
        assert found[resource.id(SUBSCRIPTION)].body == resource.body


def test_a_preview_names_the_same_resources_as_the_deployment():
    """Of all that can be named. Extensions differ: the landscape's ids lack the scopes, a role's name comes from ids."""

    def ids(deployed):
        planned = site(deployed=deployed)
        made = template.export(planned, SUBSCRIPTION)
        exported = (item.urn for item in planned if item.urn not in made.left_out)
        return {
            urn: resource.id(SUBSCRIPTION)
            for urn, (resource, _, _) in zip(exported, made.resources, strict=True)
            if not resource.scope
        }

    before, after = ids(deployed=False), ids(deployed=True)
    shared = before.keys() & after.keys()
    assert len(shared) > 0.9 * len(after)
    assert {urn: before[urn] for urn in shared} == {urn: after[urn] for urn in shared}


def test_unknown_ids_become_expressions_that_say_the_same_as_the_deployed_ids():
    """Evaluated, an expression for an id must give the id that is there after deployment."""
    deployed_bodies = {item.urn: item for item in site(deployed=True)}
    made = template.export(site(deployed=False), SUBSCRIPTION)
    checked = 0
    for stand in made.stands:
        if stand.how != "resourceId":
            continue
        value: Any = deployed_bodies[stand.urn].inputs
        for part in stand.path.split("."):
            value = value[int(part)] if part.isdigit() else value[part]
        if not isinstance(value, str):
            continue
        assert parse.evaluate(stand.text).casefold() == value.casefold(), stand
        checked += 1
    assert checked > 50


def test_the_sandbox_is_exported_whole_before_it_exists():
    planned = sandbox()
    made, text = written(planned)
    assert made.left_out == {}
    assert len(parse.resources(text)) == len(planned)
    assert {stand.how for stand in made.stands} <= {"resourceId", "reference", "guid", "parameter"}


def test_no_unknown_mark_and_no_secret_reaches_the_template():
    inputs = {"resourceGroupName": "rg", "workspaceName": "w", "retentionInDays": UNKNOWN, "features": {"x": SECRET}}
    made, text = written([Planned("urn:w", "azure-native:operationalinsights:Workspace", inputs)])
    assert UNKNOWN not in json.dumps(text)
    assert "hunter2" not in json.dumps(text)
    assert [(stand.path, stand.how) for stand in made.stands] == [
        ("retentionInDays", "parameter"),
        ("features.x", "secure parameter"),
    ]
    nested = text["resources"][0]["properties"]
    kinds = {name: kind["type"] for name, kind in nested["template"]["parameters"].items()}
    assert sorted(kinds.values()) == ["secureString", "string"]
    assert nested["parameters"].keys() == kinds.keys() == text["parameters"].keys()


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["alpha", "beta", "tags", "sku"]), VALUES, max_size=4))
def test_any_properties_survive_the_way_through_a_template(values):
    inputs = {"resourceGroupName": "rg", "searchServiceName": "s", **values}
    _, text = written([Planned("urn:s", "azure-native:search:Service", inputs, api_version="2025-05-01")])
    (found,) = parse.resources(json.loads(json.dumps(text))).values()
    assert found.body == shapes.body("Microsoft.Search/searchServices", values)


def test_what_cannot_be_named_is_left_out_and_said(tmp_path, capsys):
    planned = [
        Planned("urn:a", "azure-native:nowhere:Thing", {}),
        Planned("urn:b", "azure-native:search:Service", {"resourceGroupName": "rg", "searchServiceName": UNKNOWN}),
    ]
    made, text = written(planned)
    assert set(made.left_out) == {"urn:a", "urn:b"} == set(text["metadata"]["leftOut"])
    assert "searchServiceName" in command.told(made, tmp_path)
    assert command.main(["--state", str(tmp_path / "none"), "--out", str(tmp_path / "t.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_state_and_calls_are_read(tmp_path, capsys):
    urn = "urn:pulumi:s::p::azure-native:search:Service::s"
    given = {"resourceGroupName": "rg", "searchServiceName": "s", "sku": {"name": "standard"}}
    arm_id = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Search/searchServices/s"
    resource = {"urn": urn, "type": "azure-native:search:Service", "custom": True, "inputs": given, "id": arm_id}
    state = {"deployment": {"resources": [resource, {**resource, "delete": True}, {"type": "a:b:C", "custom": False}]}}
    calls = [
        {"method": "/pulumirpc.ResourceProvider/Configure", "request": {"args": {"subscriptionId": SUBSCRIPTION}}},
        {"method": "/pulumirpc.ResourceProvider/Check", "request": {"urn": urn}, "response": {"inputs": given}},
        {
            "method": "/pulumirpc.ResourceMonitor/RegisterResource",
            "request": {"type": "azure-native:search:Service", "custom": True, "object": {}},
            "response": {"urn": urn},
        },
    ]
    (tmp_path / "state.json").write_text(json.dumps(state))
    lines = [json.dumps({**call, "progress": "response_completed"}, separators=(",", ":")) for call in calls]
    (tmp_path / "calls.json").write_text("\n".join(lines))
    for source in ("state", "calls"):
        out = tmp_path / f"{source}-template.json"
        assert command.main([f"--{source}", str(tmp_path / f"{source}.json"), "--out", str(out)]) == 0
        assert "1 resources written" in capsys.readouterr().out
        (found,) = parse.resources(json.loads(out.read_text())).items()
        assert (found[0], found[1].body) == (arm_id, {"sku": {"name": "standard"}})
    assert sources.of_calls([]) == []


@pytest.mark.parametrize(
    ("token", "version"),
    [("azure-native:storage:StorageAccount", r"20\d\d"), ("azure-native:nowhere:Thing", "^$")],
)
def test_api_versions_come_from_the_pinned_sdk(token, version):
    assert re.search(version, default_version(token))
