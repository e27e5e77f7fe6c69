"""PUT, PATCH, DELETE, HEAD, POST: statuses, operations to follow, preconditions of the published clients."""

from __future__ import annotations

import time

from simulated_azure.arm.errors import ArmError
from simulated_azure.rest.face import Face
from simulated_azure.rest.wire import failure, pause
from tests.simulated.rest.conftest import Http, error
from tests.simulated.site import REGION, storage_body

NETWORK = "2024-05-01"
STORAGE = "2024-01-01"


def network_path(http: Http) -> str:
    return f"{http.site.group}/providers/Microsoft.Network/virtualNetworks/vnet"


def network_body() -> dict[str, object]:
    return {"location": REGION, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}


def test_the_first_write_of_something_without_a_rule_is_told(http: Http) -> None:
    told: list[object] = []
    http.face = Face(http.site.azure, told.append)
    http("PUT", network_path(http), network_body(), version=NETWORK)
    assert told == []
    http("PUT", network_path(http), {"location": REGION, "properties": {"encryption": {}}}, version=NETWORK)
    assert told == []  # refused: no address space
    plain = network_body()
    plain["properties"] = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "flowTimeoutInMinutes": 4}
    for _ in range(2):
        assert http("PUT", network_path(http), plain, version=NETWORK).status < 300
    assert told == [{"Microsoft.Network/virtualNetworks": ("flowTimeoutInMinutes",)}]


def settled(http: Http, url: str) -> str:
    """Follows Azure-AsyncOperation as a client does; the last status."""
    end = time.monotonic() + 10
    while (status := http.follow(url).body["status"]) == "InProgress" and time.monotonic() < end:
        time.sleep(0.02)
    return str(status)


def test_a_create_that_lasts_is_followed_to_its_end(slow: Http) -> None:
    created = slow("PUT", network_path(slow), network_body(), version=NETWORK)
    assert created.status == 201
    assert created.body["properties"]["provisioningState"] == "Creating"
    assert int(created.headers["retry-after-ms"]) > 0
    running = slow.follow(created.headers["Azure-AsyncOperation"])
    assert (running.status, running.body["status"]) == (200, "InProgress")
    assert settled(slow, created.headers["Azure-AsyncOperation"]) == "Succeeded"
    assert slow("GET", network_path(slow), version=NETWORK).body["properties"]["provisioningState"] == "Succeeded"


def test_location_answers_202_until_the_write_is_done(slow: Http) -> None:
    path = f"{slow.site.group}/providers/Microsoft.Storage/storageAccounts/stone"
    created = slow("PUT", path, storage_body(), version=STORAGE)
    assert created.status == 202
    assert slow.follow(created.headers["Location"]).status == 202
    assert settled(slow, created.headers["Azure-AsyncOperation"]) == "Succeeded"
    done = slow.follow(created.headers["Location"])
    assert (done.status, done.body["name"]) == (200, "stone")


def test_a_delete_that_lasts_ends_in_nothing(slow: Http) -> None:
    network = slow.site.network()
    deleted = slow("DELETE", network, version=NETWORK)
    assert (deleted.status, deleted.body) == (202, None)
    assert settled(slow, deleted.headers["Azure-AsyncOperation"]) == "Succeeded"
    assert slow.follow(deleted.headers["Location"]).status == 204
    assert error(slow("GET", network, version=NETWORK)) == (404, "ResourceNotFound")


def test_a_failed_operation_shows_its_error(slow: Http) -> None:
    site = slow.site
    subnet = site.subnet(site.network())
    first, second = site.storage("stone"), site.storage("sttwo")
    path = site.resource("Microsoft.Network/privateEndpoints", "pe")
    # Two endpoints at once in one subnet: Azure accepts the second and lets its operation fail (arm-semantics 3.1).
    slow("PUT", f"{path}1", site.endpoint_body(subnet, first, "blob"), version=NETWORK)
    accepted = slow("PUT", f"{path}2", site.endpoint_body(subnet, second, "blob"), version=NETWORK)
    assert accepted.status == 201
    assert settled(slow, accepted.headers["Azure-AsyncOperation"]) == "Failed"
    status = slow.follow(accepted.headers["Azure-AsyncOperation"])
    assert status.body["error"]["code"] == "ReferencedResourceNotProvisioned"


def test_types_without_operations_answer_when_they_are_done(slow: Http) -> None:
    path = f"{slow.site.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one"
    created = slow("PUT", path, {"location": REGION}, version="2024-11-30")
    assert created.status == 201
    assert "Azure-AsyncOperation" not in created.headers
    assert slow("PUT", path, {"location": REGION}, version="2024-11-30").status == 200
    assert slow("DELETE", path, version="2024-11-30").status == 200


def test_delete_of_nothing_is_204_but_its_group_must_exist(http: Http) -> None:
    assert http("DELETE", network_path(http), version=NETWORK).status == 204
    elsewhere = network_path(http).replace("rg-test", "rg-none")
    assert error(http("DELETE", elsewhere, version=NETWORK)) == (404, "ResourceGroupNotFound")
    group = f"{http.site.subscription}/resourceGroups/rg-none"
    assert error(http("DELETE", group, version="2024-03-01")) == (404, "ResourceGroupNotFound")


def test_patch_merges_and_obeys_the_rules_of_put(http: Http) -> None:
    account = http.site.storage("stone", tags={"a": "1"})
    changed = http("PATCH", account, {"tags": {"b": "2"}, "properties": {"minimumTlsVersion": "TLS1_2"}}, STORAGE)
    assert changed.status == 200
    assert changed.body["tags"] == {"a": "1", "b": "2"}
    assert changed.body["properties"]["minimumTlsVersion"] == "TLS1_2"
    assert changed.body["sku"]["name"] == "Standard_ZRS"
    refused = http("PATCH", account, {"properties": {"isHnsEnabled": True}}, STORAGE)
    assert error(refused) == (400, "AccountPropertyCannotBeUpdated")
    missing = http("PATCH", f"{account}x", {"tags": {}}, STORAGE)
    assert error(missing) == (404, "ResourceNotFound")


def test_patch_of_a_network_takes_tags_only(http: Http) -> None:
    network = http.site.network()
    assert http("PATCH", network, {"tags": {"a": "1"}}, NETWORK).body["tags"] == {"a": "1"}
    assert error(http("PATCH", network, {"properties": {}}, NETWORK)) == (400, "InvalidRequestContent")


def test_head_has_no_body(http: Http) -> None:
    assert http("HEAD", http.site.group, version="2024-03-01").status == 204
    missing = http("HEAD", f"{http.site.group}x", version="2024-03-01")
    assert (missing.status, missing.body) == (404, None)
    api = http.site.api(http.site.gateway())
    tag = http("HEAD", api, version="2024-05-01")
    assert (tag.status, tag.body, bool(tag.headers["ETag"])) == (200, None, True)


def test_actions(http: Http) -> None:
    account = http.site.storage()
    keys = http("POST", f"{account}/listKeys", version=STORAGE).body["keys"]
    assert [item["keyName"] for item in keys] == ["key1", "key2"]
    assert error(http("POST", f"{account}/doMagic", version=STORAGE)) == (404, "InvalidResourceType")
    assert error(http("POST", f"{account}x/listKeys", version=STORAGE)) == (404, "ResourceNotFound")


def test_soft_deleted_things_are_listed_and_purged(http: Http) -> None:
    account = http.site.account()
    http.site.delete(account)
    above = f"{http.site.subscription}/providers/Microsoft.CognitiveServices"
    kept = http("GET", f"{above}/deletedAccounts", version="2024-10-01").body["value"]
    assert [item["name"] for item in kept] == ["aif-test"]
    assert http("GET", kept[0]["id"], version="2024-10-01").body["name"] == "aif-test"
    assert http("DELETE", kept[0]["id"], version="2024-10-01").status == 200
    assert error(http("DELETE", kept[0]["id"], version="2024-10-01")) == (404, "ResourceNotFound")
    vault = http.site.vault()
    http.site.delete(vault)
    above = f"{http.site.subscription}/providers/Microsoft.KeyVault"
    [shown] = http("GET", f"{above}/deletedVaults", version="2024-11-01").body["value"]
    assert error(http("POST", f"{shown['id']}/purge", version="2024-11-01")) == (409, "MethodNotAllowed")


def test_unknown_operations(http: Http) -> None:
    above = f"{http.site.subscription}/providers/Microsoft.Network/locations/x"
    for kind in ("operations", "operationResults"):
        path = f"{above}/{kind}/00000000-0000-0000-0000-000000000000"
        assert error(http("GET", path, version=NETWORK)) == (404, "OperationNotFound")


def test_pauses_are_whole_seconds_or_milliseconds() -> None:
    assert pause(12.3) == {"Retry-After": "13"}
    assert pause(0.0301) == {"retry-after-ms": "31", "x-ms-retry-after-ms": "31"}
    assert pause(-1)["retry-after-ms"] == "1"
    throttled = failure(ArmError(429, "TooManyRequests", "Slow down.", retry_after=17), scale=0.001)
    assert throttled.headers["retry-after-ms"] == "17"
