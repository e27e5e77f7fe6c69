"""Ids, role assignment names and address ranges."""

import ipaddress
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components._arm import (
    arm_id,
    overlapping,
    parse_arm_id,
    role_assignment_name,
    role_definition_id,
)

NAME = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
SCOPE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"


@given(subscription=NAME, group=NAME, segments=st.lists(st.tuples(NAME, NAME), min_size=1, max_size=4))
def test_an_id_survives_being_taken_apart(subscription, group, segments):
    arm_type = "/".join(["Microsoft.Example", *(kind for kind, _ in segments)])
    text = arm_id(subscription, group, arm_type, *(name for _, name in segments))
    parsed = parse_arm_id(text)
    assert str(parsed) == text
    assert parsed.type == arm_type
    assert parsed.name == segments[-1][1]
    assert parsed.resource_group == group


def test_a_resource_group_is_an_id_too():
    parsed = parse_arm_id("/subscriptions/s/resourceGroups/rg")
    assert (parsed.type, parsed.name) == ("Microsoft.Resources/resourceGroups", "rg")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kv",
        "/subscriptions/s",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults",
        "/subscriptions/s/resourceGroups/rg/vaults/kv/x/y",
        "/subscriptions//resourceGroups/rg",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match="not a resource id"):
        parse_arm_id(text)


def test_names_must_match_the_type():
    with pytest.raises(ValueError, match="needs 2 names, got 1"):
        arm_id("s", "rg", "Microsoft.Network/virtualNetworks/subnets", "vnet")


@given(scope=NAME, principal=NAME)
def test_a_role_assignment_has_one_name_for_ever(scope, principal):
    name = role_assignment_name(scope, principal, "Reader")
    assert uuid.UUID(name).version == 5
    assert name == role_assignment_name(scope.upper() + "/", principal.upper(), "Reader")


def test_the_scheme_of_role_assignment_names_is_frozen():
    # A change would replace every role assignment of every stack.
    assert role_assignment_name(SCOPE, "11111111-1111-4111-8111-111111111111", "Reader") == (
        "cb9f4c19-c521-51fb-8f49-f96b9cdd16df"
    )


@given(a=st.tuples(NAME, NAME), b=st.tuples(NAME, NAME))
def test_different_grants_have_different_names(a, b):
    (scope, principal), (other_scope, other_principal) = a, b
    name = role_assignment_name(scope, principal, "Reader")
    assert (name == role_assignment_name(other_scope, other_principal, "Reader")) == (a == b)
    assert name != role_assignment_name(scope, principal, "Owner")


def test_a_role_definition_carries_the_subscription():
    assert role_definition_id("sub", "Reader") == (
        "/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
    )
    with pytest.raises(ValueError, match="unknown role 'Raeder'"):
        role_definition_id("sub", "Raeder")


@given(first=st.integers(0, 255), length=st.integers(17, 24))
def test_overlap_is_found_whatever_the_order(first, length):
    inner = f"10.0.{first}.0/24"
    outer = str(ipaddress.IPv4Network(inner).supernet(new_prefix=length))
    assert overlapping([inner, "10.9.0.0/16", outer]) is not None
    assert overlapping([outer, "10.9.0.0/16", inner]) is not None
    assert overlapping([inner, "10.9.0.0/16"]) is None
