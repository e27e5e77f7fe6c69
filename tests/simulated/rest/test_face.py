"""Routing, errors, versions, lists and the headers that every answer has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.ids import ResourceId, canonical
from simulated_azure.rest.face import Face
from simulated_azure.rest.resources import names_one
from simulated_azure.rest.wire import Request
from tests.simulated.rest.conftest import TOKEN, Http, error

STORAGE = "2024-01-01"
NETWORK = "2024-05-01"
SEGMENT = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


@given(st.lists(SEGMENT, min_size=1, max_size=7))
def test_a_path_names_a_resource_exactly_when_it_is_an_id(parts: list[str]) -> None:
    path = "/subscriptions/s/resourceGroups/g/providers/N.s/" + "/".join(parts)
    if names_one(path):
        assert ResourceId.parse(path).name == parts[-1]
    else:
        assert len(parts) % 2 == 1


@given(st.lists(st.sampled_from(["Subscriptions", "RESOURCEGROUPS", "Providers", "x", "resourcegroupsx"]), min_size=1))
def test_canonical_spelling_changes_case_only_and_once(parts: list[str]) -> None:
    path = "/" + "/".join(parts)
    assert canonical(path).lower() == path.lower()
    assert canonical(canonical(path)) == canonical(path)


def test_every_answer_says_that_it_is_no_azure(http: Http) -> None:
    for answer in (http("GET", ""), http("GET", "/subscriptions", version="2022-12-01"), http("GET", "/nonsense")):
        assert answer.headers["Server"] == "SimulatedAzure"
        assert "nothing here exists" in answer.headers["x-simulated-azure"]
        assert answer.headers["x-ms-request-id"]
    assert "SIMULATED" in http("GET", "").body["message"]


def test_ids_of_the_client_come_back(http: Http) -> None:
    headers = {
        **TOKEN, "x-ms-client-request-id": "c1", "x-ms-return-client-request-id": "true",
        "x-ms-correlation-request-id": "k1",
    }  # fmt: skip
    answer = http.face.answer(Request("GET", "https://sim", "/subscriptions", {"api-version": "2022-12-01"}, headers))
    assert (answer.headers["x-ms-client-request-id"], answer.headers["x-ms-correlation-request-id"]) == ("c1", "k1")


def test_a_token_is_needed_and_any_will_do(http: Http) -> None:
    path = "/subscriptions"
    for header in ({}, {"authorization": "Basic x"}, {"authorization": "Bearer "}):
        answer = Face(http.site.azure).answer(
            Request("GET", "https://sim", path, {"api-version": "2022-12-01"}, header)
        )
        assert error(answer) == (401, "AuthenticationFailed")


@pytest.mark.parametrize(
    ("tail", "version", "code", "words"),
    [
        ("Microsoft.Storage/storageAccounts", "", "MissingApiVersionParameter", "required"),
        ("Microsoft.Storage/storageAccounts", "latest", "InvalidApiVersionParameter", "latest"),
        ("Microsoft.Storage/storageAccounts", "1999-01-01", "NoRegisteredProviderFound", "2024-01-01"),
        ("Microsoft.Storage/unheardOf", STORAGE, "InvalidResourceType", "unheardOf"),
        ("Contoso.Things/stuff", STORAGE, "InvalidResourceNamespace", "Contoso.Things"),
    ],
)
def test_api_versions_are_those_of_the_type(http: Http, tail: str, version: str, code: str, words: str) -> None:
    for path in (f"{http.site.group}/providers/{tail}", f"{http.site.group}/providers/{tail}/one"):
        answer = http("GET", path, version=version)
        assert error(answer)[1] == code
        assert words in answer.body["error"]["message"]


def test_versions_of_resource_groups_are_azure_resource_managers_own(http: Http) -> None:
    answer = http("GET", http.site.group, version="1999-01-01")
    assert error(answer) == (400, "InvalidApiVersionParameter")
    assert "2024-03-01" in answer.body["error"]["message"]


@pytest.mark.parametrize(("content", "words"), [(b"{", "JSON"), (b"[]", "object"), (b"\xff", "JSON")])
def test_unreadable_content(http: Http, content: bytes, words: str) -> None:
    path = f"{http.site.group}/providers/Microsoft.Storage/storageAccounts/st"
    answer = http("PUT", path, content, version=STORAGE)
    assert error(answer) == (400, "InvalidRequestContent")
    assert words in answer.body["error"]["message"]
    assert answer.body["error"]["details"] == []


def test_errors_of_the_world_keep_code_and_target(http: Http) -> None:
    answer = http("PUT", f"{http.site.group}/providers/Microsoft.Storage/storageAccounts/UPPER", {}, version=STORAGE)
    assert error(answer) == (400, "AccountNameInvalid")
    assert answer.headers["x-ms-error-code"] == "AccountNameInvalid"


def test_methods_that_do_not_exist(http: Http) -> None:
    vaults = f"{http.site.group}/providers/Microsoft.KeyVault/vaults"
    assert error(http("DELETE", vaults, version="2024-11-01")) == (405, "MethodNotAllowed")
    assert error(http("OPTIONS", vaults, version="2024-11-01")) == (405, "MethodNotAllowed")
    network = http.site.network()
    subnet = http.site.subnet(network)
    assert error(http("PATCH", subnet, {"properties": {}}, version=NETWORK)) == (405, "MethodNotAllowed")


def test_pages_join_to_the_whole_list(http: Http) -> None:
    names = [f"st{number}" for number in range(5)]
    for name in names:
        http.site.storage(name)
    http.site.azure.set_fact("pageSize", 2)
    path = f"{http.site.subscription}/providers/Microsoft.Storage/storageAccounts"
    answer, found, pages = http("GET", path, version=STORAGE), [], 1
    while True:
        found += [item["name"] for item in answer.body["value"]]
        if "nextLink" not in answer.body:
            break
        answer, pages = http.follow(answer.body["nextLink"]), pages + 1
    assert (found, pages) == (names, 3)
    assert len(http("GET", path, version=STORAGE, **{"$top": "1"}).body["value"]) == 1
    assert error(http("GET", path, version=STORAGE, **{"$top": "x"})) == (400, "InvalidQueryParameterValue")


def test_lists_by_parent_group_and_subscription(http: Http) -> None:
    site = http.site
    other = f"{site.subscription}/resourceGroups/rg-other"
    site.put(other, {"location": "swedencentral"})
    network = site.network()
    site.subnet(network)
    for path, expected in (
        (f"{network}/subnets", ["snet"]),
        (f"{site.group}/providers/Microsoft.Network/virtualNetworks", ["vnet"]),
        (f"{other}/providers/Microsoft.Network/virtualNetworks", []),
        (f"{site.subscription}/providers/Microsoft.Network/virtualNetworks", ["vnet"]),
    ):
        assert [item["name"] for item in http("GET", path, version=NETWORK).body["value"]] == expected
    missing = f"{site.group}/providers/Microsoft.Network/virtualNetworks/none/subnets"
    assert error(http("GET", missing, version=NETWORK)) == (404, "ParentResourceNotFound")
    groups = http("GET", f"{site.subscription}/resourcegroups", version="2024-03-01").body["value"]
    assert [item["name"] for item in groups] == ["rg-other", "rg-test"]


def test_role_assignments_at_above_and_below_a_scope(http: Http) -> None:
    site = http.site
    account, principal = site.storage(), site.principal(site.identity())
    reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    site.grant(site.group, reader, principal, "00000000-0000-0000-0000-000000000001")
    site.grant(account, reader, principal, "00000000-0000-0000-0000-000000000002")

    def found(scope: str, condition: str = "") -> list[str]:
        path = f"{scope}/providers/Microsoft.Authorization/roleAssignments"
        query = {"$filter": condition} if condition else {}
        return [item["name"][-1] for item in http("GET", path, version="2022-04-01", **query).body["value"]]

    assert (found(site.group), found(account), found(site.subscription)) == (["1", "2"], ["1", "2"], ["1", "2"])
    assert found(site.group, "atScope()") == ["1"]
    assert found(account, f"principalId eq '{principal}'") == ["1", "2"]
    assert found(account, "principalId eq '00000000-0000-0000-0000-00000000000f'") == []
    path = f"{site.group}/providers/Microsoft.Authorization/roleAssignments"
    assert error(http("GET", path, version="2022-04-01", **{"$filter": "color eq 'red'"})) == (400, "UnsupportedQuery")
