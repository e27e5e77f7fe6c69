"""Each azure-mgmt client that the HTTPS face is made for writes, reads, changes and removes with its own models."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.mgmt.apimanagement import ApiManagementClient
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.cosmosdb import CosmosDBManagementClient
from azure.mgmt.keyvault import KeyVaultManagementClient
from azure.mgmt.loganalytics import LogAnalyticsManagementClient
from azure.mgmt.monitor import MonitorManagementClient
from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.search import SearchManagementClient
from azure.mgmt.security import SecurityCenter
from azure.mgmt.storage import StorageManagementClient

sys.path.insert(0, str(Path(__file__).parent))

from clients import Clients

from tests.simulated.site import REGION, Site, account_body, gateway_body, storage_body

GROUP = "rg-test"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"


@dataclass(frozen=True)
class Life:
    """What one client does.

    Args:
        client: its class.
        of: group of operations, write, read, change ('' when the client has none besides the write), removal.
        at: arguments that name the resource.
        body: what is written first.
        change: what is written then.
        seen: what the change looks like, in the model that a read returns.
    """

    client: Any
    of: tuple[str, str, str, str, str]
    at: Callable[[Site], tuple[str, ...]]
    body: Callable[[Site], dict[str, Any]]
    change: dict[str, Any]
    seen: Callable[[Any], Any]


def tags(model: Any) -> Any:
    return model.tags


def named(*names: str) -> Callable[[Site], tuple[str, ...]]:
    return lambda _site: (GROUP, *names)


def vault_body(site: Site) -> dict[str, Any]:
    tenant = {"tenantId": site.azure.tenant_id, "sku": {"family": "A", "name": "standard"}}
    return {"location": REGION, "properties": tenant}


def cosmos_body(_site: Site) -> dict[str, Any]:
    locations = [{"locationName": REGION, "failoverPriority": 0}]
    return {"location": REGION, "properties": {"databaseAccountOfferType": "Standard", "locations": locations}}


def assignment_body(site: Site) -> dict[str, Any]:
    role = f"{site.subscription}/providers/Microsoft.Authorization/roleDefinitions/{READER}"
    principal = site.principal(site.identity())
    return {"properties": {
        "roleDefinitionId": role, "principalId": principal, "principalType": "ServicePrincipal", "description": "a",
    }}  # fmt: skip


NETWORK = {"location": REGION, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}
TAGGED: dict[str, Any] = {"tags": {"a": "1"}}
LIVES = {
    "resource": Life(
        ResourceManagementClient, ("resource_groups", "create_or_update", "get", "update", "begin_delete"),
        lambda _site: ("rg-made",), lambda _site: {"location": REGION}, TAGGED, tags,
    ),
    "network": Life(
        NetworkManagementClient, ("virtual_networks", "begin_create_or_update", "get", "update_tags", "begin_delete"),
        named("vnet"), lambda _site: NETWORK, TAGGED, tags,
    ),
    "storage": Life(
        StorageManagementClient, ("storage_accounts", "begin_create", "get_properties", "update", "delete"),
        named("stmade"), lambda _site: storage_body(), TAGGED, tags,
    ),
    "keyvault": Life(
        KeyVaultManagementClient, ("vaults", "begin_create_or_update", "get", "update", "delete"),
        named("kv-made"), vault_body, TAGGED, tags,
    ),
    "cognitiveservices": Life(
        CognitiveServicesManagementClient, ("accounts", "begin_create", "get", "begin_update", "begin_delete"),
        named("aif-made"), lambda _site: account_body("aif-made"), TAGGED, tags,
    ),
    "search": Life(
        SearchManagementClient, ("services", "begin_create_or_update", "get", "update", "delete"),
        named("srch-made"), lambda _site: {"location": REGION, "sku": {"name": "basic"}}, TAGGED, tags,
    ),
    "cosmosdb": Life(
        CosmosDBManagementClient,
        ("database_accounts", "begin_create_or_update", "get", "begin_update", "begin_delete"),
        named("cosmos-made"), cosmos_body, TAGGED, tags,
    ),
    "apimanagement": Life(
        ApiManagementClient,
        ("api_management_service", "begin_create_or_update", "get", "begin_update", "begin_delete"),
        named("apim-made"), lambda _site: gateway_body("StandardV2"), TAGGED, tags,
    ),
    "authorization": Life(
        AuthorizationManagementClient, ("role_assignments", "create", "get", "", "delete"),
        lambda site: (site.group, "6d3bdb43-97cd-5b6f-a1a2-000000000001"), assignment_body,
        {"description": "b"}, lambda model: model.description,
    ),
    "monitor": Life(
        MonitorManagementClient, ("action_groups", "create_or_update", "get", "update", "delete"),
        named("ag"), lambda _site: {"location": "global", "properties": {"groupShortName": "ag", "enabled": True}},
        TAGGED, tags,
    ),
    "security": Life(
        SecurityCenter, ("security_contacts", "create", "get", "", "delete"),
        lambda _site: ("default",), lambda _site: {"properties": {"emails": "a@example.com", "isEnabled": True}},
        {"emails": "b@example.com"}, lambda model: model.emails,
    ),
}  # fmt: skip


def done(answer: Any) -> Any:
    return answer.result() if hasattr(answer, "result") else answer


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "world.sqlite")


@pytest.mark.parametrize("package", [
    "network", *(pytest.param(each, marks=pytest.mark.thorough) for each in LIVES if each != "network"),
])  # fmt: skip
def test_a_client_writes_reads_changes_and_removes(site: Site, package: str) -> None:
    life = LIVES[package]
    operations, write, read, change, remove = life.of
    client = getattr(Clients(site.azure).make(life.client), operations)
    at, body = life.at(site), life.body(site)
    made = done(getattr(client, write)(*at, body))
    assert site.get(made.id)["name"] == made.name
    assert getattr(client, read)(*at).id.lower() == made.id.lower()
    if change:
        done(getattr(client, change)(*at, life.change))
    else:
        done(getattr(client, write)(*at, {**body, "properties": {**body["properties"], **life.change}}))
    assert life.seen(getattr(client, read)(*at)) == next(iter(life.change.values()))
    done(getattr(client, remove)(*at))
    with pytest.raises(ResourceNotFoundError):
        getattr(client, read)(*at)
    assert not site.exists(made.id)


def test_the_clients_of_defender_set_a_plan(site: Site) -> None:
    plans = Clients(site.azure).make(SecurityCenter).pricings
    made = plans.update(site.subscription, "AI", {"properties": {"pricingTier": "Standard"}})
    assert made.pricing_tier == "Standard"
    assert [item.name for item in plans.list(site.subscription).value] == ["AI"]


def test_a_forced_deletion_of_a_workspace_keeps_nothing(site: Site) -> None:
    workspaces = Clients(site.azure).make(LogAnalyticsManagementClient).workspaces
    for force, kept in ((True, 0), (False, 1)):
        name = site.workspace("log-made").rpartition("/")[2]
        workspaces.begin_delete(GROUP, name, force=force).result()
        assert len(site.azure.soft_deleted()) == kept
