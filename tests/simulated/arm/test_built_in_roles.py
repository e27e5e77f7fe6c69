"""The table of built-in roles, and what a caller may do by the names of some."""

import re
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.built_in_roles import KINDS, ROLES, Grant, grants
from simulated_azure.arm.errors import ArmError
from tests.simulated.site import Site

_OPERATION = re.compile(r"\*(/read)?|Microsoft\.[A-Za-z]+(/[A-Za-z0-9_*]+)+")
word = st.text("abcXYZ", min_size=1, max_size=6)


def test_every_role_is_whole() -> None:
    assert len({role.guid for role in ROLES.values()}) == len(ROLES) >= 80
    for role in ROLES.values():
        assert str(uuid.UUID(role.guid)) == role.guid
        assert role.permissions, role.name
        for kind in KINDS:
            for operation in role.permissions[0][kind]:
                assert _OPERATION.fullmatch(operation), (role.name, operation)


@pytest.mark.parametrize(("role", "action", "may"), [
    ("Contributor", "Microsoft.Storage/storageAccounts/listKeys/action", True),
    ("contributor", "Microsoft.Authorization/roleAssignments/write", False),
    ("Owner", "Microsoft.Authorization/roleAssignments/write", True),
    ("Network Contributor", "microsoft.network/virtualnetworks/subnets/join/action", True),
    ("Network Contributor", "Microsoft.Storage/storageAccounts/read", False),
    ("Cosmos DB Operator", "Microsoft.DocumentDB/databaseAccounts/write", True),
    ("Cosmos DB Operator", "Microsoft.DocumentDB/databaseAccounts/listKeys/action", False),
    ("Storage Blob Data Reader", "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", False),
])  # fmt: skip
def test_what_a_role_permits(role: str, action: str, may: bool) -> None:
    assert any(grant.permits(action) for grant in grants(role)) is may


@given(parts=st.lists(word, min_size=1, max_size=4), other=word)
def test_wildcards_stand_for_any_parts(parts: list[str], other: str) -> None:
    action = "/".join(["Microsoft.X", *parts, "write"])
    assert Grant(("Microsoft.X/*",), ()).permits(action.swapcase())
    assert Grant(("*/write",), ()).permits(action)
    assert not Grant(("*/read",), ()).permits(action)
    assert not Grant(("*",), ("Microsoft.X/*/write",)).permits(action)
    assert not Grant(("MicrosoftQX/*",), ()).permits(action)
    assert Grant(("*",), (f"Microsoft.{other}Z/*",)).permits(action)


@pytest.mark.parametrize(("value", "told"), [
    ("Contributer", "Contributor"), (["Reader", "Nobody"], "no built-in role 'Nobody'"), (7, "give the name"),
    ({"action": ["*"]}, "give the name"), ("Azure AI Project Manager", "has a condition"),
    ({"roles": ["Readr"]}, "Reader"),
])  # fmt: skip
def test_a_wrong_value_is_refused_when_it_is_set(site: Site, value: Any, told: str) -> None:
    with pytest.raises(ArmError, match=told) as caught:
        site.azure.set_fact("callerPermissions", value)
    assert caught.value.code == "InvalidFact"


def test_roles_and_actions_add_up(site: Site) -> None:
    site.azure.set_fact("callerPermissions", "Storage Account Contributor")
    account = site.storage()
    assert site.get(site.group)["name"] == "rg-test"
    group = {"location": "swedencentral", "tags": {"a": "b"}}
    with pytest.raises(ArmError, match=r"action 'Microsoft\.Resources/subscriptions/resourceGroups/write'"):
        site.put(site.group, group)
    site.azure.set_fact("callerPermissions", {"actions": ["Microsoft.Resources/*"], "roles": ["Reader"]})
    site.put(site.group, group)
    assert site.get(account)["name"] == "sttest"
    with pytest.raises(ArmError, match="storageAccounts/write"):
        site.storage()
