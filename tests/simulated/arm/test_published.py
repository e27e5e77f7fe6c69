"""What the published clients say, read from their sources and from the table."""

from __future__ import annotations

import re

import pytest

from simulated_azure.arm.published import Answers, published
from simulated_azure.catalogue.published import type_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.Storage/storageAccounts/{n}",
         ("microsoft.storage/storageaccounts", True)),
        ("/subscriptions/{s}/providers/Microsoft.Storage/storageAccounts", ("microsoft.storage/storageaccounts", False)),
        ("/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.Storage/storageAccounts/{n}/blobServices/default",
         ("microsoft.storage/storageaccounts/blobservices", True)),
        ("/{scope}/providers/Microsoft.Authorization/roleAssignments/{n}",
         ("microsoft.authorization/roleassignments", True)),
        ("/subscriptions/{subscriptionId}/resourcegroups/{g}", ("microsoft.resources/resourcegroups", True)),
        ("/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.Network/privateDnsZones/{z}/{recordType}/{n}",
         ("microsoft.network/privatednszones/{recordtype}", True)),
        ("/subscriptions", None),
    ],
)  # fmt: skip
def test_types_are_read_from_paths(url: str, expected: tuple[str, bool] | None) -> None:
    assert type_of(url) == expected


def test_the_table_says_how_storage_answers() -> None:
    row = published("microsoft.storage/storageaccounts")
    assert row is not None
    assert row.answers["PUT"] == Answers((200, 202), polls=True)
    assert row.answers["DELETE"] == Answers((200, 204), polls=False)
    assert "2024-01-01" in row.versions


def test_record_sets_of_any_type_share_a_row() -> None:
    row = published("microsoft.network/privatednszones/a")
    assert row is not None
    assert row.answers["PUT"].statuses == (200, 201)
    assert published("microsoft.network/nothing") is None


def test_tags_only_patches() -> None:
    row = published("microsoft.network/virtualnetworks")
    assert row is not None
    assert row.answers["PATCH"].tags_only


def test_versions_look_like_versions() -> None:
    for key in ("microsoft.network/privateendpoints", "microsoft.apimanagement/service/apis/tools"):
        row = published(key)
        assert row is not None
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d(-preview)?", version) for version in row.versions)
