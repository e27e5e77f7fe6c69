"""Private endpoint connections: both sides see what the owner of the target decides, through the clients of the target."""

import sys
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.apimanagement import ApiManagementClient
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.cosmosdb import CosmosDBManagementClient
from azure.mgmt.keyvault import KeyVaultManagementClient
from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.search import SearchManagementClient
from azure.mgmt.storage import StorageManagementClient

sys.path.insert(0, str(Path(__file__).parent))

from clients import Clients

from tests.simulated.site import Site

GROUP = "rg-test"
# client, group of operations, target, sub-resource, name of the write
OWNERS: dict[str, tuple[Any, str, str, str]] = {
    "storage": (StorageManagementClient, "private_endpoint_connections", "blob", "put"),
    "vault": (KeyVaultManagementClient, "private_endpoint_connections", "vault", "put"),
    "account": (CognitiveServicesManagementClient, "private_endpoint_connections", "account", "begin_create_or_update"),
    "cosmos": (CosmosDBManagementClient, "private_endpoint_connections", "Sql", "begin_create_or_update"),
    "search": (SearchManagementClient, "private_endpoint_connections", "searchService", "update"),
    "gateway": (ApiManagementClient, "private_endpoint_connection", "Gateway", "begin_create_or_update"),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "world.sqlite")
    site.azure.set_fact("accountNetworkLagMinutes", 0)
    return site


@pytest.fixture
def clients(site: Site) -> Clients:
    return Clients(site.azure)


def target_of(site: Site, owner: str) -> str:
    if owner == "cosmos":
        locations = [{"locationName": "swedencentral", "failoverPriority": 0}]
        return site.tracked("Microsoft.DocumentDB/databaseAccounts", "cosmos-test", {"locations": locations})
    if owner == "search":
        return site.tracked("Microsoft.Search/searchServices", "srch-test", sku={"name": "basic"})
    return {"storage": site.storage, "vault": site.vault, "account": site.account, "gateway": site.gateway}[owner]()


def done(answer: Any) -> Any:
    return answer.result() if hasattr(answer, "result") else answer


def state_of(clients: Clients) -> str:
    """As the owner of the endpoint sees it."""
    endpoint = clients.make(NetworkManagementClient).private_endpoints.get(GROUP, "pe")
    return str(endpoint.private_link_service_connections[0].private_link_service_connection_state.status)


@pytest.mark.parametrize("owner", [
    "storage", *(pytest.param(each, marks=pytest.mark.thorough) for each in OWNERS if each != "storage"),
])  # fmt: skip
def test_the_owner_of_the_target_decides(site: Site, clients: Clients, owner: str) -> None:
    client, group, sub_resource, write = OWNERS[owner]
    target = target_of(site, owner)
    name = target.rpartition("/")[2]
    site.azure.set_fact("endpointsNeedApproval", [site.get(target)["type"]])
    site.endpoint(site.subnet(site.network()), target, sub_resource)
    connections = getattr(clients.make(client), group)
    [shown] = site.get(target)["properties"]["privateEndpointConnections"]
    connection = str(shown["name"])
    read = getattr(connections, "get", None) or connections.get_by_name
    assert read(GROUP, name, connection).id == shown["id"]
    assert state_of(clients) == "Pending"
    for status in ("Approved", "Rejected"):
        body = {"properties": {"privateLinkServiceConnectionState": {"status": status, "description": "because"}}}
        done(getattr(connections, write)(GROUP, name, connection, body))
        assert state_of(clients) == status
        [shown] = site.get(target)["properties"]["privateEndpointConnections"]
        assert shown["properties"]["privateLinkServiceConnectionState"]["description"] == "because"
    remove = getattr(connections, "begin_delete", None) or connections.delete
    done(remove(GROUP, name, connection))
    assert state_of(clients) == "Disconnected"
    with pytest.raises(ResourceNotFoundError):
        read(GROUP, name, connection)
    assert not site.get(target)["properties"].get("privateEndpointConnections")


def test_connections_are_listed_and_obey_locks(site: Site, clients: Clients) -> None:
    target = site.storage()
    site.endpoint(site.subnet(site.network()), target, "blob")
    connections = clients.make(StorageManagementClient).private_endpoint_connections
    [found] = list(connections.list(GROUP, "sttest"))
    body: Any = {"properties": {"privateLinkServiceConnectionState": {"status": "Later"}}}
    with pytest.raises(HttpResponseError, match="IncorrectPrivateLinkServiceConnectionStateStatus"):
        connections.put(GROUP, "sttest", found.name, body)
    with pytest.raises(ResourceNotFoundError, match="PrivateEndpointConnectionDoesNotExist"):
        connections.put(GROUP, "sttest", "none", {"properties": {"privateLinkServiceConnectionState": {
            "status": "Approved"}}})  # fmt: skip
    lock = f"{target}/providers/Microsoft.Authorization/locks/keep"
    site.put(lock, {"properties": {"level": "CanNotDelete"}})
    with pytest.raises(HttpResponseError, match="ScopeLocked"):
        connections.delete(GROUP, "sttest", found.name)
    assert state_of(clients) == "Approved"


def test_approval_may_take_a_while(tmp_path: Path) -> None:
    site = Site(tmp_path / "slow.sqlite", time_scale=1e-6)
    site.azure.set_fact("endpointApprovalMinutes", 10_000_000)
    network, target = site.network(), site.storage()
    zone = site.zone("privatelink.blob.core.windows.net")
    site.put(f"{zone}/virtualNetworkLinks/l", {"location": "global", "properties": {"virtualNetwork": {"id": network}}})
    endpoint = site.endpoint(site.subnet(network), target, "blob")
    config = {"name": "blob", "properties": {"privateDnsZoneId": zone}}
    site.put(f"{endpoint}/privateDnsZoneGroups/default", {"properties": {"privateDnsZoneConfigs": [config]}})

    def accepted() -> list[bool]:
        return [way.accepted for way in site.azure.ways(network, target) if "blob" in way.what]

    clients = Clients(site.azure)
    assert (state_of(clients), accepted()) == ("Pending", [False])
    site.azure.set_fact("endpointApprovalMinutes", 0)
    assert (state_of(clients), accepted()) == ("Approved", [True])
