"""The queries that this project ships, on a world with one thing wrong each; and the service around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from azure.mgmt.resourcegraph import ResourceGraphClient
from azure.mgmt.resourcegraph.models import QueryRequest, QueryRequestOptions

from simulated_azure.arm.errors import ArmError
from simulated_azure.resource_graph.parser import parse
from simulated_azure.resource_graph.service import answer
from tests.simulated.rest.clients import Clients
from tests.simulated.site import Site

QUERIES = Path(__file__).resolve().parents[3] / "knowledge" / "queries"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "world.sqlite")


def shipped(site: Site, name: str) -> list[dict[str, Any]]:
    text = (QUERIES / f"{name}.kql").read_text(encoding="utf-8")
    return answer(site.azure, {"query": text})["data"]


def named(site: Site, name: str) -> list[str]:
    return [row["name"] for row in shipped(site, name)]


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.kql")), ids=lambda path: path.stem)
def test_every_shipped_query_says_what_it_is_for_and_can_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("// ")
    assert parse(text).steps


def test_assets(site: Site) -> None:
    site.account()
    site.storage()
    site.network()
    counted = {row["type"]: row["assets"] for row in shipped(site, "ai-assets-by-type")}
    assert counted == {"microsoft.cognitiveservices/accounts": 1, "microsoft.storage/storageaccounts": 1}
    [account, _] = shipped(site, "ai-assets")
    assert (account["name"], account["kind"], account["identityType"]) == ("aif-test", "AIServices", "SystemAssigned")


def test_public_network_access(site: Site) -> None:
    site.storage("stopen")
    site.storage("stclosed", properties={"publicNetworkAccess": "Disabled"})
    assert named(site, "public-network-access") == ["stopen"]


def test_private_endpoints(site: Site) -> None:
    subnet = site.subnet(site.network())
    linked = site.storage("stlinked")
    site.storage("stalone")
    site.endpoint(subnet, linked, "blob")
    assert named(site, "without-private-endpoint") == ["stalone"]
    assert named(site, "private-endpoints-not-approved") == []


def test_local_authentication(site: Site) -> None:
    site.account("aif-keys", disableLocalAuth=False)
    site.account("aif-entra")
    site.storage("stkeys")
    site.storage("stentra", properties={"allowSharedKeyAccess": False})
    assert named(site, "local-authentication") == ["aif-keys", "stkeys"]


def test_customer_managed_keys_and_tags(site: Site) -> None:
    site.storage("sttagged", tags={"owner": "team"})
    assert named(site, "without-customer-managed-key") == ["sttagged"]
    assert shipped(site, "untagged") == []
    site.network()
    assert shipped(site, "untagged")[0] == {
        "resourceGroup": "rg-test", "untagged": 1, "types": ["microsoft.network/virtualnetworks"],
    }  # fmt: skip


def test_role_assignments(site: Site) -> None:
    principal = site.principal(site.identity())
    site.grant(site.group, "acdd72a7-3385-48ef-bd42-f606fba81ae7", principal, "00000000-0000-0000-0000-000000000001")
    [row] = shipped(site, "role-assignments")
    assert row["roleDefinition"] == "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    assert (row["principalId"], row["scope"]) == (principal, site.group)


def test_tables_hold_what_azure_keeps_in_them(site: Site) -> None:
    site.subnet(site.network())
    ask = lambda query: answer(site.azure, {"query": query})["data"]  # noqa: E731
    assert [row["type"] for row in ask("resources")] == ["microsoft.network/virtualnetworks"]
    kinds = [row["type"] for row in ask("resourcecontainers | project type")]
    assert kinds == ["microsoft.resources/subscriptions", "microsoft.resources/subscriptions/resourcegroups"]


def test_pages_subscriptions_and_formats(site: Site) -> None:
    for number in range(3):
        site.storage(f"st{number}")
    first = answer(site.azure, {"query": "resources | project name", "options": {"$top": 2}})
    assert (first["count"], first["totalRecords"], first["resultTruncated"]) == (2, 3, "true")
    rest = {"query": "resources | project name", "options": {"$top": 2, "$skipToken": first["$skipToken"]}}
    assert [row["name"] for row in answer(site.azure, rest)["data"]] == ["st2"]
    assert answer(site.azure, {"query": "resources", "subscriptions": ["other"]})["count"] == 0
    table = answer(site.azure, {"query": "resources | project name, n = 1", "options": {"resultFormat": "table"}})[
        "data"
    ]
    assert table["columns"] == [{"name": "name", "type": "string"}, {"name": "n", "type": "integer"}]
    for body in ({}, {"query": 1}, {"query": "resources", "options": {"$top": "many"}}):
        with pytest.raises(ArmError):
            answer(site.azure, body)


def test_the_published_client_asks(site: Site) -> None:
    site.storage()
    client = Clients(site.azure).make(ResourceGraphClient, subscription=False)
    request = QueryRequest(
        query="resources | project name", subscriptions=[site.azure.subscription_id],
        options=QueryRequestOptions(result_format="objectArray"),
    )  # fmt: skip
    assert client.resources(request).data == [{"name": "sttest"}]
