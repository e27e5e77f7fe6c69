"""What exists and is not in the state: which resources are taken over, in which order, and what goes into the state."""

from typing import Any

import pytest

from toolchain import adopt
from toolchain.recover import Found

PROVIDER = "urn:pulumi:s::p::pulumi:providers:azure-native::default_3_29_0"


def planned(name: str, *needs: str, **inputs: Any) -> dict[str, Any]:
    return {
        "urn": name, "custom": True, "type": "azure-native:network:Subnet", "inputs": {"subnetName": name, **inputs},
        "dependencies": list(needs), "provider": f"{PROVIDER}::{adopt.UNKNOWN}",
    }  # fmt: skip


def steps(*states: dict[str, Any], op: str = "create") -> list[dict[str, Any]]:
    return [{"op": op, "newState": state} for state in states]


def test_only_resources_of_azure_that_a_preview_would_create_and_knows_are_looked_for():
    component = {"urn": "c", "type": "ai-landing-zone:index:Network", "inputs": {}}
    other = {"urn": "r", "custom": True, "type": "random:index:Id", "inputs": {}}
    preview = {
        "steps": [
            *steps(component, other, planned("a"), planned("b", x=adopt.UNKNOWN)),
            *steps(planned("same"), op="same"),
        ]
    }
    found = adopt.candidates(adopt.created(preview))
    assert [each["urn"] for each in found] == ["a"]
    assert adopt.created({}) == []


@pytest.mark.parametrize(
    ("there", "exist", "found"),
    [
        (set(), {"a", "b"}, ["a", "b"]),  # b needs a, which is found before it
        (set(), {"b"}, []),  # b would come into the state before what it needs
        ({"a"}, {"b"}, ["b"]),
        ({"a"}, set(), []),
    ],
)
def test_nothing_is_adopted_before_what_it_needs(there: set[str], exist: set[str], found: list[str]):
    resources = [planned("a"), planned("b", "a")]
    adopted = adopt.find(resources, lambda each: Found(f"/{each.urn}", exists=each.urn in exist), there)
    assert [each.resource["urn"] for each in adopted] == found


def test_what_is_adopted_goes_to_the_end_and_what_is_half_done_is_marked():
    whole = adopt.Adopted(planned("a"), Found("/a", exists=True))
    half = adopt.Adopted(planned("b"), Found("/b", exists=True, whole=False))
    document = adopt.take_over({"version": 3, "deployment": {"resources": [{"urn": "s"}]}}, [whole, half])
    resources = document["deployment"]["resources"]
    assert document["version"] == 3
    assert [(each["urn"], each.get("id")) for each in resources] == [("s", None), ("a", "/a"), ("b", "/b")]
    assert [bool(each.get("initErrors")) for each in resources] == [False, False, True]


def test_an_empty_state_gets_providers_and_components_first():
    stack = {"urn": "stack", "type": "pulumi:pulumi:Stack", "outputs": {"x": adopt.UNKNOWN}}
    component = {"urn": "c", "type": "ai-landing-zone:index:Network", "dependencies": ["a"], "propertyDependencies": {}}
    config = {"azure-native:location": "swedencentral", "ai-landing-zone:settings": "{}"}
    made = adopt.scaffold({"deployment": {}}, [stack, component, planned("a")], config)
    first, *rest = made["deployment"]["resources"]
    assert first["urn"] == PROVIDER
    assert first["inputs"] == {"__internal": {}, "location": "swedencentral", "version": "3.29.0"}
    assert first["id"]
    assert rest == [{**stack, "outputs": {}}, {"urn": "c", "type": component["type"], "outputs": {}}]


def test_what_is_in_the_state_is_not_made_twice():
    document = {"deployment": {"resources": [{"urn": PROVIDER}, {"urn": "c"}]}}
    component = {"urn": "c", "type": "ai-landing-zone:index:Network"}
    assert adopt.scaffold(document, [component, planned("a")], {}) == document
