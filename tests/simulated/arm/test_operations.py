import pytest

from simulated_azure.arm.chance import Chance
from simulated_azure.arm.clock import Clock
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.operations import minutes_for
from tests.simulated.site import API_VERSION, REGION, Site, account_body

NSG = "Microsoft.Network/networkSecurityGroups"


def begin(site: Site, resource_id: str, body: dict[str, object]) -> str:
    return site.azure.begin_put(resource_id, body, api_version=API_VERSION).id


def test_a_write_shows_its_state_until_it_is_over(slow_site: Site) -> None:
    nsg = slow_site.resource(NSG, "n")
    operation = slow_site.azure.begin_put(nsg, {"location": REGION}, api_version=API_VERSION)
    assert operation.kind == "create"
    assert slow_site.azure.poll(operation.id) is False
    assert slow_site.get(nsg)["properties"]["provisioningState"] == "Creating"
    slow_site.wait(operation.id)
    assert slow_site.get(nsg)["properties"]["provisioningState"] == "Succeeded"
    assert slow_site.azure.begin_put(nsg, {"location": REGION}, api_version=API_VERSION).kind == "update"
    assert slow_site.get(nsg)["properties"]["provisioningState"] == "Updating"


def test_a_delete_takes_its_time(slow_site: Site) -> None:
    nsg = slow_site.security_group()
    operation = slow_site.azure.begin_delete(nsg, api_version=API_VERSION)
    assert slow_site.get(nsg)["properties"]["provisioningState"] == "Deleting"
    assert slow_site.azure.begin_delete(nsg, api_version=API_VERSION).id == operation.id
    slow_site.wait(operation.id)
    assert not slow_site.exists(nsg)


def test_a_group_that_is_being_deleted_takes_nothing_new(slow_site: Site) -> None:
    slow_site.azure.begin_delete(slow_site.group, api_version=API_VERSION)
    with slow_site.refused("ResourceGroupBeingDeleted"):
        slow_site.security_group()


def test_unknown_operations(site: Site) -> None:
    with site.refused("OperationNotFound"):
        site.azure.poll("none")


def test_instant_operations(site: Site) -> None:
    assert site.azure.poll(begin(site, site.resource(NSG, "n"), {"location": REGION})) is True


# ------------------------------------------------------------------ overlapping writes (arm-semantics 3.1)
def test_two_subnets_of_a_network(slow_site: Site) -> None:
    network = slow_site.network()
    begin(slow_site, f"{network}/subnets/a", {"properties": {"addressPrefix": "192.168.1.0/24"}})
    with slow_site.refused("AnotherOperationInProgress"):
        begin(slow_site, f"{network}/subnets/b", {"properties": {"addressPrefix": "192.168.2.0/24"}})


def test_subnets_one_after_the_other(slow_site: Site) -> None:
    network = slow_site.network()
    slow_site.subnet(network, "a", "192.168.1.0/24")
    slow_site.subnet(network, "b", "192.168.2.0/24")


def test_two_children_of_an_account(slow_site: Site) -> None:
    account = slow_site.account()
    begin(slow_site, f"{account}/raiPolicies/a", {"properties": {}})
    with slow_site.refused("RequestConflict"):
        begin(slow_site, f"{account}/raiPolicies/b", {"properties": {}})
    with slow_site.refused("RequestConflict"):
        begin(slow_site, account, account_body("aif-test"))
    with slow_site.refused("RequestConflict"):
        slow_site.azure.begin_delete(account, api_version=API_VERSION)


def test_an_endpoint_counts_as_a_write_to_its_account(slow_site: Site) -> None:
    account, subnet = slow_site.account(), slow_site.subnet(slow_site.network())
    slow_site.project(account)
    body = slow_site.endpoint_body(subnet, account, "account")
    begin(slow_site, slow_site.resource("Microsoft.Network/privateEndpoints", "pe"), body)
    with slow_site.refused("RequestConflict"):
        begin(slow_site, f"{account}/raiPolicies/a", {"properties": {}})


def test_two_keys_of_a_vault(slow_site: Site) -> None:
    vault = slow_site.vault()
    begin(slow_site, f"{vault}/keys/a", {"properties": {"kty": "RSA"}})
    with slow_site.refused("ConflictError"):
        begin(slow_site, f"{vault}/keys/b", {"properties": {"kty": "RSA"}})


def test_two_apis_of_a_service_conflict_and_two_loggers_do_not(slow_site: Site) -> None:
    service = slow_site.gateway()
    begin(slow_site, f"{service}/loggers/a", {"properties": {"loggerType": "azureMonitor"}})
    begin(slow_site, f"{service}/loggers/b", {"properties": {"loggerType": "azureMonitor"}})
    begin(slow_site, f"{service}/apis/a", {"properties": {"displayName": "a", "path": "a"}})
    with slow_site.refused("PessimisticConcurrencyConflict"):
        begin(slow_site, f"{service}/apis/b", {"properties": {"displayName": "b", "path": "b"}})


def test_two_resources_of_a_private_link_scope(slow_site: Site) -> None:
    modes = {"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly"}
    scope = slow_site.resource("Microsoft.Insights/privateLinkScopes", "ampls")
    slow_site.put(scope, {"location": "global", "properties": {"accessModeSettings": modes}})
    first, second = slow_site.workspace("log-one"), slow_site.workspace("log-two")
    begin(slow_site, f"{scope}/scopedResources/a", {"properties": {"linkedResourceId": first}})
    with slow_site.refused("Conflict"):
        begin(slow_site, f"{scope}/scopedResources/b", {"properties": {"linkedResourceId": second}})


def test_two_shared_links_of_a_search_service(slow_site: Site) -> None:
    service = slow_site.tracked("Microsoft.Search/searchServices", "srch", sku={"name": "standard"})
    target = {"privateLinkResourceId": slow_site.storage(), "groupId": "blob"}
    begin(slow_site, f"{service}/sharedPrivateLinkResources/a", {"properties": target})
    with slow_site.refused("Conflict"):
        begin(slow_site, f"{service}/sharedPrivateLinkResources/b", {"properties": target})


def test_two_role_assignments_of_a_cosmos_account(slow_site: Site) -> None:
    locations = [{"locationName": REGION, "failoverPriority": 0}]
    account = slow_site.tracked("Microsoft.DocumentDB/databaseAccounts", "cosmos-a", {"locations": locations})
    role = f"{account}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002"
    body: dict[str, object] = {"properties": {"roleDefinitionId": role, "scope": account, "principalId": "p"}}
    first = "6d3bdb43-97cd-5b6f-a1a2-00000000000"
    begin(slow_site, f"{account}/sqlRoleAssignments/{first}1", body)
    with pytest.raises(ArmError) as caught:
        begin(slow_site, f"{account}/sqlRoleAssignments/{first}2", body)
    assert (caught.value.status, caught.value.code) == (412, "PreconditionFailed")


def test_two_endpoints_in_a_subnet_are_accepted_and_the_second_fails(slow_site: Site) -> None:
    subnet, first, second = (
        slow_site.subnet(slow_site.network()),
        slow_site.storage("stone"),
        slow_site.storage("sttwo"),
    )
    kind = "Microsoft.Network/privateEndpoints"
    one = begin(slow_site, slow_site.resource(kind, "one"), slow_site.endpoint_body(subnet, first, "blob"))
    two = begin(slow_site, slow_site.resource(kind, "two"), slow_site.endpoint_body(subnet, second, "blob"))
    slow_site.wait(one)
    with slow_site.refused("ReferencedResourceNotProvisioned"):
        slow_site.wait(two)
    assert slow_site.get(slow_site.resource(kind, "two"))["properties"]["provisioningState"] == "Failed"
    again = begin(slow_site, slow_site.resource(kind, "two"), slow_site.endpoint_body(subnet, second, "blob"))
    slow_site.wait(again)
    assert slow_site.get(slow_site.resource(kind, "two"))["properties"]["provisioningState"] == "Succeeded"


def test_an_endpoint_beside_a_write_of_its_network_fails(slow_site: Site) -> None:
    network, storage = slow_site.network(), slow_site.storage()
    subnet = slow_site.subnet(network)
    endpoint = slow_site.resource("Microsoft.Network/privateEndpoints", "pe")
    begin(slow_site, f"{network}/subnets/other", {"properties": {"addressPrefix": "192.168.2.0/24"}})
    beside = begin(slow_site, endpoint, slow_site.endpoint_body(subnet, storage, "blob"))
    with slow_site.refused("ReferencedResourceNotProvisioned", "virtual network"):
        slow_site.wait(beside)


def test_nobody_changes_a_network_while_something_enters_it(slow_site: Site) -> None:
    network, storage = slow_site.network(), slow_site.storage()
    subnet = slow_site.subnet(network)
    endpoint = slow_site.resource("Microsoft.Network/privateEndpoints", "pe")
    begin(slow_site, endpoint, slow_site.endpoint_body(subnet, storage, "blob"))
    with slow_site.refused("AnotherOperationInProgress", "pe"):
        begin(slow_site, f"{network}/subnets/other", {"properties": {"addressPrefix": "192.168.2.0/24"}})


def test_endpoints_in_two_subnets_do_not_disturb_each_other(slow_site: Site) -> None:
    network, kind = slow_site.network(), "Microsoft.Network/privateEndpoints"
    for name, prefix in (("one", "192.168.1.0/24"), ("two", "192.168.2.0/24")):
        subnet, storage = slow_site.subnet(network, name, prefix), slow_site.storage(f"st{name}")
        slow_site.put(slow_site.resource(kind, f"settled-{name}"), slow_site.endpoint_body(subnet, storage, "blob"))
    running = [
        begin(
            slow_site,
            slow_site.resource(kind, name),
            slow_site.endpoint_body(f"{network}/subnets/{name}", slow_site.storage(f"stmore{name}"), "blob"),
        )
        for name in ("one", "two")
    ]
    for operation in running:
        slow_site.wait(operation)


def test_an_endpoint_beside_a_write_of_its_storage_account_fails(slow_site: Site) -> None:
    storage, subnet = slow_site.storage(), slow_site.subnet(slow_site.network())
    endpoint = slow_site.resource("Microsoft.Network/privateEndpoints", "pe")
    begin(slow_site, f"{storage}/blobServices/default", {"properties": {}})
    beside = begin(slow_site, endpoint, slow_site.endpoint_body(subnet, storage, "blob"))
    with slow_site.refused("StorageAccountOperationInProgress"):
        slow_site.wait(beside)


def test_two_writes_of_one_resource(slow_site: Site) -> None:
    nsg, storage = slow_site.resource(NSG, "n"), slow_site.resource("Microsoft.Insights/components", "a")
    assert storage
    begin(slow_site, nsg, {"location": REGION})
    with slow_site.refused("AnotherOperationInProgress"):
        begin(slow_site, nsg, {"location": REGION})


# ------------------------------------------------------------------ time and chance
@pytest.mark.parametrize(("type_key", "body", "kind", "minutes"), [
    ("microsoft.network/privateendpoints", {}, "create", 1.5),
    ("microsoft.cognitiveservices/accounts", {}, "create", 1.5),
    ("microsoft.cognitiveservices/accounts", {"properties": {"networkInjections": [{}]}}, "create", 15.0),
    ("microsoft.apimanagement/service", {"sku": {"name": "Developer"}}, "create", 35.0),
    ("microsoft.apimanagement/service", {"sku": {"name": "PremiumV2"}}, "create", 10.0),
    ("microsoft.apimanagement/service", {"sku": {"name": "PremiumV2"}}, "update", 1.0),
    ("microsoft.unknown/things", {}, "create", 0.2),
])  # fmt: skip
def test_published_durations(type_key: str, body: dict[str, object], kind: str, minutes: float) -> None:
    assert minutes_for(type_key, kind, body) == minutes


def test_clocks() -> None:
    clock = Clock(now=1000.0, scale=0.001, offset_days=2.0)
    assert clock.after(10) == pytest.approx(1000.6)
    assert clock.calendar == 1000.0 + 2 * 86400
    assert clock.passed(999.0, 10)
    assert not clock.passed(999.9, 10)
    assert Clock.stamp(0.0).startswith("1970-01-01T00:00:00")


def test_chance_is_repeatable_and_seeded() -> None:
    assert Chance("a").guid("x", "Y") == Chance("a").guid("X", "y") != Chance("b").guid("x", "y")
    assert len(Chance("a").hex(32, "x")) == 32
    assert 0 <= Chance("a").number(7, "x") < 7
