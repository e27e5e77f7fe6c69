from typing import Any

import pytest

from simulated_azure.services import availability
from tests.simulated.site import API_VERSION, REGION, Site, storage_body

SEARCH = "Microsoft.Search/searchServices"


# ------------------------------------------------------------------ storage
def test_a_storage_account_shows_endpoints_and_defaults(site: Site) -> None:
    shown = site.get(site.storage())
    assert shown["sku"] == {"name": "Standard_ZRS", "tier": "Standard"}
    assert shown["properties"]["primaryEndpoints"]["blob"] == "https://sttest.blob.core.windows.net/"
    assert shown["properties"]["networkAcls"]["defaultAction"] == "Allow"
    assert shown["properties"]["supportsHttpsTrafficOnly"] is True


def test_storage_names_are_global(site: Site) -> None:
    site.storage()
    other = f"{site.subscription}/resourceGroups/rg-other"
    site.put(other, {"location": REGION})
    with site.refused("StorageAccountInAnotherResourceGroup"):
        site.put(f"{other}/providers/Microsoft.Storage/storageAccounts/sttest", storage_body())
    foreign = "/subscriptions/5a4db0c5-0000-4000-8000-000000000002/resourceGroups/rg-other"
    site.put(foreign, {"location": REGION})
    with site.refused("StorageAccountAlreadyTaken"):
        site.put(f"{foreign}/providers/Microsoft.Storage/storageAccounts/sttest", storage_body())
    site.azure.set_fact("namesTakenElsewhere", ["sttaken"])
    with site.refused("StorageAccountAlreadyTaken"):
        site.storage("sttaken")


def test_the_name_of_a_deleted_account_may_be_taken_for_a_while(slow_site: Site) -> None:
    site = slow_site
    site.delete(site.storage())
    site.azure.set_fact("storageNameHoldMinutes", 15)
    site.delete(site.storage())
    with site.refused("StorageAccountAlreadyTaken"):
        site.storage()
    assert is_held(site, "sttest")
    site.storage("stother")
    assert site.clock is not None
    site.clock.now += 16 * 60
    assert not is_held(site, "sttest")
    site.storage()


def is_held(site: Site, name: str) -> bool:
    with site.azure.reading() as world:
        return bool(availability.of_name(world, "s", "Microsoft.Storage/storageAccounts", name).reason)


def test_a_storage_account_needs_kind_and_sku(site: Site) -> None:
    with site.refused("InvalidRequestPropertyName"):
        site.storage(kind=None)


@pytest.mark.parametrize("change", [
    {"properties": {"encryption": {"requireInfrastructureEncryption": False}}}, {"properties": {"isHnsEnabled": True}},
    {"kind": "BlobStorage"}, {"sku": {"name": "Standard_LRS"}}, {"sku": {"name": "Premium_ZRS"}},
])  # fmt: skip
def test_what_is_fixed_about_a_storage_account(site: Site, change: dict[str, Any]) -> None:
    first: dict[str, Any] = {
        "properties": {"encryption": {"requireInfrastructureEncryption": True}, "isHnsEnabled": False}
    }
    site.storage(**first)
    with site.refused("AccountPropertyCannotBeUpdated"):
        site.storage(**{**first, **change})
    site.storage(sku={"name": "Standard_GZRS"})
    kept = site.get(site.storage())["properties"]["encryption"]
    assert kept["requireInfrastructureEncryption"] is True


def test_the_blob_service_is_there_with_its_account(site: Site) -> None:
    service = f"{site.storage()}/blobServices/default"
    assert site.get(service)["name"] == "default"
    container = f"{service}/containers/models"
    shown = site.put(container, {"properties": {}})["properties"]
    assert (shown["publicAccess"], shown["leaseState"]) == ("None", "Available")
    with site.refused("PublicAccessNotPermitted"):
        site.put(container, {"properties": {"publicAccess": "Blob"}})
    site.put(service, {"properties": {"isVersioningEnabled": True}})
    assert site.get(service)["properties"]["isVersioningEnabled"] is True
    with site.refused("ContainerPropertyCannotBeUpdated"):
        site.put(container, {"properties": {"defaultEncryptionScope": "other"}})


def test_restore_needs_versioning_feed_and_soft_delete(site: Site) -> None:
    service = f"{site.storage()}/blobServices/default"
    restore = {"restorePolicy": {"enabled": True, "days": 6}, "deleteRetentionPolicy": {"enabled": True, "days": 7}}
    with site.refused("InvalidBlobServiceProperties", "versioning"):
        site.put(service, {"properties": restore})
    whole = {**restore, "isVersioningEnabled": True, "changeFeed": {"enabled": True}}
    with site.refused("InvalidBlobServiceProperties", "less far"):
        site.put(service, {"properties": {**whole, "restorePolicy": {"enabled": True, "days": 7}}})
    assert site.put(service, {"properties": whole})["properties"]["restorePolicy"]["minRestoreTime"]


def test_shared_keys_may_be_off(site: Site) -> None:
    account = site.storage(properties={"allowSharedKeyAccess": False})
    with site.refused("KeyBasedAuthenticationNotPermitted"):
        site.azure.action(account, "listKeys", {}, api_version=API_VERSION)


# ------------------------------------------------------------------ search
def test_a_search_service_shows_state_and_address(site: Site) -> None:
    shown = site.get(site.tracked(SEARCH, "srch-test", {"publicNetworkAccess": "disabled"}, sku={"name": "standard"}))
    assert shown["properties"]["status"] == "running"
    assert shown["properties"]["endpoint"] == "https://srch-test.search.windows.net/"
    assert shown["properties"]["publicNetworkAccess"] == "disabled"


@pytest.mark.parametrize(("properties", "sku", "code"), [
    ({}, "gigantic", "InvalidSku"), ({"replicaCount": 13}, "standard", "BadRequest"),
    ({"partitionCount": 5}, "standard", "BadRequest"),
    ({"disableLocalAuth": True, "authOptions": {"apiKeyOnly": {}}}, "standard", "BadRequest"),
])  # fmt: skip
def test_bad_search_services(site: Site, properties: dict[str, Any], sku: str, code: str) -> None:
    with site.refused(code):
        site.tracked(SEARCH, "srch-test", properties, sku={"name": sku})


def test_search_names_are_global_and_skus_fixed(site: Site) -> None:
    site.tracked(SEARCH, "srch-test", sku={"name": "basic"})
    site.tracked(SEARCH, "srch-test", sku={"name": "standard"})
    with site.refused("ServiceSkuCannotBeChanged"):
        site.tracked(SEARCH, "srch-test", sku={"name": "basic"})
    site.azure.set_fact("namesTakenElsewhere", ["srch-taken"])
    with site.refused("ServiceNameUnavailable"):
        site.tracked(SEARCH, "srch-taken", sku={"name": "basic"})


def test_free_search_has_no_endpoint(site: Site) -> None:
    subnet = site.subnet(site.network())
    free = site.tracked(SEARCH, "srch-free", sku={"name": "free"})
    with site.refused("BadRequest", "free"):
        site.endpoint(subnet, free, "searchService")
    site.endpoint(subnet, site.tracked(SEARCH, "srch-basic", sku={"name": "basic"}), "searchService")


def test_shared_private_links(site: Site) -> None:
    service = site.tracked(SEARCH, "srch-test", sku={"name": "basic"})
    link = f"{service}/sharedPrivateLinkResources/blob"
    with site.refused("ParentResourceNotFound"):
        site.put(link, {"properties": {"groupId": "blob", "privateLinkResourceId": service + "x"}})
    site.put(link, {"properties": {"groupId": "blob", "privateLinkResourceId": site.storage()}})
    assert [item["id"] for item in site.get(service)["properties"]["sharedPrivateLinkResources"]] == [link]


# ------------------------------------------------------------------ Cosmos DB
def test_cosmos_accounts(site: Site) -> None:
    kind = "Microsoft.DocumentDB/databaseAccounts"
    one = {"locationName": REGION, "failoverPriority": 0}
    shown = site.get(site.tracked(kind, "cosmos-test", {"locations": [one]}))
    assert shown["properties"]["documentEndpoint"] == "https://cosmos-test.documents.azure.com:443/"
    assert shown["properties"]["writeLocations"][0]["locationName"] == REGION
    with site.refused("BadRequest", "priorities"):
        site.tracked(kind, "cosmos-two", {"locations": [one, {**one, "locationName": "westeurope"}]})
    with site.refused("BadRequest", "locations"):
        site.tracked(kind, "cosmos-two")
    site.azure.set_fact("namesTakenElsewhere", ["cosmos-taken"])
    with site.refused("DatabaseAccountAlreadyExists"):
        site.tracked(kind, "cosmos-taken", {"locations": [one]})
    with site.refused("BadRequest", "kind"):
        site.tracked(kind, "cosmos-test", {"locations": [one]}, kind="MongoDB")
