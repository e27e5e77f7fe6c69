"""What clients ask before they write: is the name free, which roles are there, is it still what I read; and may I."""

import sys
from pathlib import Path
from typing import Any

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.apimanagement import ApiManagementClient
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.cosmosdb import CosmosDBManagementClient
from azure.mgmt.keyvault import KeyVaultManagementClient
from azure.mgmt.keyvault.models import VaultCreateOrUpdateParameters
from azure.mgmt.privatedns import PrivateDnsManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.search import SearchManagementClient
from azure.mgmt.storage import StorageManagementClient

sys.path.insert(0, str(Path(__file__).parent))

from clients import Clients

from tests.simulated.site import Site


@pytest.fixture
def clients(site: Site) -> Clients:
    return Clients(site.azure)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "world.sqlite")


@pytest.fixture
def lagging(tmp_path: Path) -> Site:
    """A minute lasts 60 microseconds: writes are over at once, a lag of a million minutes lasts."""
    return Site(tmp_path / "lagging.sqlite", time_scale=1e-6)


def reason_of(found: Any) -> str:
    return str(getattr(found.reason, "value", found.reason) or "")


def asked(clients: Clients, service: str, name: str) -> tuple[bool, str]:
    """(free, reason) as the client of a service returns it."""
    if service == "vault":
        vaults = clients.make(KeyVaultManagementClient).vaults
        found = vaults.check_name_availability({"name": name, "type": "Microsoft.KeyVault/vaults"})
    elif service == "storage":
        accounts = clients.make(StorageManagementClient).storage_accounts
        found = accounts.check_name_availability({"name": name, "type": "Microsoft.Storage/storageAccounts"})
    elif service == "search":
        found = clients.make(SearchManagementClient).services.check_name_availability(name)
        return bool(found.is_name_available), reason_of(found)
    elif service == "gateway":
        found = clients.make(ApiManagementClient).api_management_service.check_name_availability({"name": name})
    else:
        found = clients.make(CognitiveServicesManagementClient).check_domain_availability(
            subdomain_name=name, type="Microsoft.CognitiveServices/accounts", kind="AIServices"
        )
        return bool(found.is_subdomain_available), reason_of(found)
    return bool(found.name_available), reason_of(found)


@pytest.mark.parametrize(("service", "name", "bad", "invalid"), [
    ("vault", "kv-test", "1-kv", "AccountNameInvalid"), ("storage", "sttest", "St", "AccountNameInvalid"),
    ("search", "srch-test", "a--b", "Invalid"), ("gateway", "apim-test", "-a", "Invalid"),
    ("account", "aif-test", "-a", "Invalid"),
])  # fmt: skip
def test_whether_a_name_is_free(site: Site, clients: Clients, service: str, name: str, bad: str, invalid: str) -> None:
    free, reason = asked(clients, service, name)
    assert (free, reason) in {(True, ""), (True, "Valid")}
    assert asked(clients, service, bad) == (False, invalid)
    if service == "search":
        site.tracked("Microsoft.Search/searchServices", name, sku={"name": "basic"})
    else:
        {"vault": site.vault, "storage": site.storage, "gateway": site.gateway, "account": site.account}[service](name)
    assert asked(clients, service, name) == (False, "AlreadyExists")
    site.azure.set_fact("namesTakenElsewhere", ["taken1"])
    assert asked(clients, service, "taken1") == (False, "AlreadyExists")


def test_soft_deleted_names_are_not_free(site: Site, clients: Clients) -> None:
    site.delete(site.vault("kv-gone", enablePurgeProtection=None))
    site.delete(site.account("aif-gone"))
    assert asked(clients, "vault", "kv-gone") == (False, "AlreadyExists")
    assert asked(clients, "account", "aif-gone") == (False, "AlreadyExists")
    site.azure.purge(site.resource("Microsoft.KeyVault/vaults", "kv-gone"))
    assert asked(clients, "vault", "kv-gone") == (True, "")


def test_whether_a_cosmos_account_exists_anywhere(site: Site, clients: Clients) -> None:
    accounts = clients.make(CosmosDBManagementClient).database_accounts
    assert accounts.check_name_exists("cosmos-test") is False
    locations = [{"locationName": "swedencentral", "failoverPriority": 0}]
    site.tracked("Microsoft.DocumentDB/databaseAccounts", "cosmos-test", {"locations": locations})
    assert accounts.check_name_exists("cosmos-test") is True


def test_role_definitions(site: Site, clients: Clients) -> None:
    definitions = clients.make(AuthorizationManagementClient).role_definitions
    found = list(definitions.list(site.group, filter="roleName eq 'Reader'"))
    assert [(item.role_name, item.role_type, item.name) for item in found] == [
        ("Reader", "BuiltInRole", "acdd72a7-3385-48ef-bd42-f606fba81ae7")
    ]
    assert definitions.get_by_id(found[0].id).role_name == "Reader"
    assert [item.actions for item in found[0].permissions] == [["*/read"]]
    (sender,) = definitions.list(site.group, filter="roleName eq 'Azure Event Hubs Data Sender'")
    assert sender.permissions[0].data_actions == ["Microsoft.EventHub/*/send/action"]
    custom = f"{site.group}/providers/Microsoft.Authorization/roleDefinitions/6d3bdb43-97cd-5b6f-a1a2-0000000000aa"
    permissions = [{"actions": ["*/read"]}]
    site.put(custom, {"properties": {"roleName": "Mine", "permissions": permissions, "assignableScopes": [site.group]}})
    assert [item.role_name for item in definitions.list(site.group, filter="type eq 'CustomRole'")] == ["Mine"]
    assert [item.role_name for item in definitions.list(site.subscription, filter="type eq 'CustomRole'")] == []
    assert len(list(definitions.list(site.subscription))) > 40
    with pytest.raises(ResourceNotFoundError):
        definitions.get(site.subscription, "00000000-0000-4000-8000-000000000000")
    with pytest.raises(HttpResponseError, match="UnsupportedQuery"):
        list(definitions.list(site.subscription, filter="startswith(roleName, 'R')"))


def test_a_zone_is_written_only_as_it_was_read(site: Site, clients: Clients) -> None:
    zones = clients.make(PrivateDnsManagementClient).private_zones
    group, name = "rg-test", "privatelink.blob.core.windows.net"
    absent = {"etag": "x", "match_condition": MatchConditions.IfMissing}
    made = zones.begin_create_or_update(group, name, {"location": "global"}, **absent).result()
    with pytest.raises(HttpResponseError) as caught:
        zones.begin_create_or_update(group, name, {"location": "global"}, **absent)
    assert caught.value.status_code == 412
    assert "PreconditionFailed" in str(caught.value)
    read = {"etag": made.etag, "match_condition": MatchConditions.IfNotModified}
    changed = {"location": "global", "tags": {"a": "1"}}
    zones.begin_create_or_update(group, name, changed, **read).result()
    with pytest.raises(HttpResponseError, match="PreconditionFailed"):
        zones.begin_create_or_update(group, name, changed, **read)
    with pytest.raises(HttpResponseError, match="PreconditionFailed"):
        zones.begin_delete(group, name, **read)
    assert site.exists(site.resource("Microsoft.Network/privateDnsZones", name))
    present = {"etag": zones.get(group, name).etag, "match_condition": MatchConditions.IfNotModified}
    zones.begin_delete(group, name, **present).result()


def test_an_api_is_changed_only_as_it_was_read(site: Site, clients: Clients) -> None:
    site.api(site.gateway())
    apis = clients.make(ApiManagementClient).api
    shown: list[str] = []
    apis.get("rg-test", "apim-test", "rest", cls=lambda answer, *_: shown.append(answer.http_response.headers["ETag"]))
    values: dict[str, Any] = {"properties": {"description": "new"}}
    assert apis.update("rg-test", "apim-test", "rest", shown[0], values).description == "new"
    with pytest.raises(HttpResponseError, match="PreconditionFailed"):
        apis.update("rg-test", "apim-test", "rest", shown[0], values)
    with pytest.raises(HttpResponseError, match="PreconditionFailed"):
        apis.update("rg-test", "apim-test", "none", "*", values)
    apis.update("rg-test", "apim-test", "rest", "*", values)


def test_other_types_take_no_notice_of_conditions(site: Site, clients: Clients) -> None:
    body = VaultCreateOrUpdateParameters({"location": "swedencentral", "properties": {
        "tenantId": site.azure.tenant_id, "sku": {"family": "A", "name": "standard"}}})  # fmt: skip
    vaults = clients.make(KeyVaultManagementClient).vaults
    vaults.begin_create_or_update("rg-test", "kv-any", body, headers={"If-Match": '"no"'}).result()


def test_the_caller_may_lack_an_action(site: Site, clients: Clients) -> None:
    storage = clients.make(StorageManagementClient).storage_accounts
    site.storage()
    site.azure.set_fact("callerPermissions", "Contributor")
    assert storage.list_keys("rg-test", "sttest").keys
    assignments = clients.make(AuthorizationManagementClient).role_assignments
    body = {"properties": {"roleDefinitionId": "/x", "principalId": "y"}}
    with pytest.raises(HttpResponseError, match="roleAssignments/write") as caught:
        assignments.create(site.group, "6d3bdb43-97cd-5b6f-a1a2-000000000001", body)
    assert caught.value.status_code == 403
    assert "AuthorizationFailed" in str(caught.value)
    site.azure.set_fact("callerPermissions", {"actions": ["*/read"], "notActions": []})
    assert storage.get_properties("rg-test", "sttest").name == "sttest"
    with pytest.raises(HttpResponseError, match="listKeys/action"):
        storage.list_keys("rg-test", "sttest")
    with pytest.raises(HttpResponseError, match="storageAccounts/delete"):
        storage.delete("rg-test", "sttest")


def test_tags_of_a_resource_are_written_at_its_scope(site: Site, clients: Clients) -> None:
    account, tags = site.storage(tags={"old": "1"}), clients.make(ResourceManagementClient).tags
    assert tags.get_at_scope(account).properties.tags == {"old": "1"}, "nobody has to write them first"
    tags.begin_create_or_update_at_scope(account, {"properties": {"tags": {"team": "ai"}}}).result()
    assert site.get(account)["tags"] == {"team": "ai"}
    assert tags.get_at_scope(account).properties.tags == {"team": "ai"}
    tags.begin_update_at_scope(account, {"operation": "Merge", "properties": {"tags": {"b": "2"}}}).result()
    assert site.get(account)["tags"] == {"team": "ai", "b": "2"}
    tags.begin_delete_at_scope(account).result()
    assert site.get(account)["tags"] == {}


@pytest.mark.parametrize(("operation", "given", "left"), [
    ("Merge", {"TEAM": "ops", "new": "1"}, {"cost": "7", "TEAM": "ops", "new": "1"}),
    ("Replace", {"new": "1"}, {"new": "1"}),
    ("Replace", {}, {}),
    ("Delete", {"Team": "ai"}, {"cost": "7"}),
    ("Delete", {"team": "", "absent": ""}, {"cost": "7"}),
    ("Delete", {"team": "ops"}, {"team": "ai", "cost": "7"}),
])  # fmt: skip
def test_tags_are_patched_by_operation(
    site: Site, clients: Clients, operation: str, given: dict[str, str], left: dict[str, str]
) -> None:
    account, tags = site.storage(tags={"team": "ai", "cost": "7"}), clients.make(ResourceManagementClient).tags
    changes = {"operation": operation, "properties": {"tags": given}}
    shown = tags.begin_update_at_scope(account, changes).result()
    assert shown.properties.tags == left
    assert site.get(account)["tags"] == left


def test_tags_that_cannot_be(site: Site, clients: Clients) -> None:
    account, tags = site.storage(tags={"team": "ai"}), clients.make(ResourceManagementClient).tags
    with pytest.raises(HttpResponseError, match="'Drop' is none of the operations"):
        tags.begin_update_at_scope(account, {"operation": "Drop", "properties": {"tags": {}}})
    many = {"properties": {"tags": {f"t{number}": "" for number in range(50)}}}
    with pytest.raises(HttpResponseError, match="would have 51 tags"):
        tags.begin_update_at_scope(account, {"operation": "Merge", **many})
    tags.begin_delete_at_scope(account).result()
    assert site.get(account)["tags"] == {}, "also when nobody wrote them by themselves"
    subscription = tags.begin_update_at_scope(site.subscription, {"properties": {"tags": {"a": "b"}}}).result()
    assert subscription.properties.tags == {"a": "b"}


def test_the_list_of_all_resources_lags_behind(lagging: Site) -> None:
    site, resources = lagging, Clients(lagging.azure).make(ResourceManagementClient).resources
    names = lambda: [item.name for item in resources.list_by_resource_group("rg-test")]  # noqa: E731
    account = site.storage()
    site.network()
    assert names() == ["vnet", "sttest"]
    site.delete(account)
    assert names() == ["vnet"]
    site.azure.set_fact("listLagMinutes", 10_000_000)
    assert names() == ["sttest"]


def test_registration_takes_a_while(lagging: Site) -> None:
    site, clients = lagging, Clients(lagging.azure)
    site.azure.set_fact("registrationMinutes", 10_000_000)
    site.azure.set_fact("unregisteredProviders", ["Microsoft.Search"])
    providers = clients.make(ResourceManagementClient).providers
    assert providers.get("Microsoft.Search").registration_state == "NotRegistered"
    assert providers.register("Microsoft.Search").registration_state == "Registering"
    site.azure.set_fact("registrationMinutes", 0)
    assert providers.register("Microsoft.Search").registration_state == "Registered"
