"""The world of stack `sandbox` through unmodified azure-mgmt clients: all of it is read, and what they add is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.storage import StorageManagementClient

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.published import published
from tests.engine.harness import ROOT, Deployment
from tests.simulated.rest.clients import Clients
from tests.simulated.rest.sweep import PACKAGES, Read, identity, reads, touch
from toolchain.environment import simulated
from toolchain.layout import checkout
from toolchain.smoke import Life, Options

# No client of requirements-dev.txt has a GET for these; the generic one of azure-mgmt-resource reads them.
GENERIC = {
    "microsoft.alertsmanagement/smartdetectoralertrules",
    "microsoft.insights/diagnosticsettings",
    "microsoft.insights/privatelinkscopes",
    "microsoft.insights/privatelinkscopes/scopedresources",
    "microsoft.apimanagement/service/apis/tools",
}
# The client reads one of these by name and has no list of them.
UNLISTED = GENERIC | {"microsoft.cognitiveservices/accounts/capabilityhosts"}


class Sandbox:
    """The deployed stack, its world and clients on it."""

    def __init__(self, deployment: Deployment, azure: Azure) -> None:
        self.deployment, self.azure, self.clients = deployment, azure, Clients(azure)
        self.resources = azure.resources()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    deployment = Deployment(tmp_path_factory.mktemp("clients"))
    deployment.up().must_pass()
    azure = Azure.open(deployment.world_file, time_scale=0)
    yield Sandbox(deployment, azure)
    azure.close()


@pytest.fixture(scope="module")
def operations(sandbox: Sandbox) -> list[Read]:
    return [read for package in PACKAGES for read in reads(sandbox.clients, package)]


def items(answer: Any) -> list[Any]:
    """The models of a list operation: pages, a plain list, or a model with `value`."""
    if hasattr(answer, "value"):
        return list(answer.value or [])
    return list(answer)


def collections(resource_id: str) -> Iterator[str]:
    """Paths of the lists that hold a resource: at its parent or group, and in its subscription."""
    yield resource_id.rpartition("/")[0]
    head, _, tail = resource_id.rpartition("/providers/")
    if tail.count("/") == 2 and head.count("/") == 4:
        yield f"{'/'.join(head.split('/')[:3])}/providers/{tail.rpartition('/')[0]}"


def test_every_resource_is_read_by_a_client_with_its_own_model(sandbox: Sandbox, operations: list[Read]) -> None:
    unread: set[str] = set()
    for resource in sandbox.resources:
        calls = [(read, found) for read in operations if (found := read.on(resource["id"])) is not None]
        if not calls:
            unread.add(resource["type"].lower())
        for read, arguments in calls:
            model = read.call(**arguments)
            touch(model)
            assert identity(model) == resource["id"].lower(), read.name
    assert unread <= GENERIC


def test_every_resource_is_in_the_lists_of_the_clients(sandbox: Sandbox, operations: list[Read]) -> None:
    wanted = {resource["id"].lower(): resource["type"].lower() for resource in sandbox.resources}
    listed: set[str] = set()
    for path in sorted({path for resource in sandbox.resources for path in collections(resource["id"])}):
        for read in operations:
            arguments = read.on(path)
            if arguments is not None:
                found = items(read.call(**arguments))
                touch(found)
                listed |= {identity(model) for model in found}
    assert {wanted[key] for key in wanted.keys() - listed} <= UNLISTED


def test_the_generic_client_reads_everything(sandbox: Sandbox) -> None:
    client = sandbox.clients.make(ResourceManagementClient)
    for resource in sandbox.resources:
        row = published(resource["type"].lower())
        assert row is not None, resource["type"]
        model = client.resources.get_by_id(resource["id"], api_version=max(row.versions))
        assert identity(model) == resource["id"].lower()
    tracked = {identity(model) for model in client.resources.list()}
    located = {each["id"].lower() for each in sandbox.resources if each.get("location") and "/providers/" in each["id"]}
    assert tracked <= located
    assert {key for key in located if key.rpartition("/providers/")[2].count("/") == 2} <= tracked


def test_what_a_client_creates_is_unmanaged_until_it_is_imported(sandbox: Sandbox) -> None:
    deployment = sandbox.deployment
    groups = [each["name"] for each in sandbox.resources if each["type"].endswith("resourceGroups")]
    storage = sandbox.clients.make(StorageManagementClient)
    parameters: Any = {
        "location": "swedencentral", "kind": "StorageV2", "sku": {"name": "Standard_LRS"},
        "properties": {"allowSharedKeyAccess": False, "networkAcls": {"defaultAction": "Deny", "bypass": "None"}},
    }  # fmt: skip
    before = unmanaged(deployment)  # what Azure makes by itself
    made = storage.storage_accounts.begin_create(groups[0], "stbyhand", parameters).result()
    assert set(unmanaged(deployment)) - set(before) == {made.id}
    token = "azure-native:storage:StorageAccount"
    deployment.pulumi(
        "import", token, "by-hand", made.id, "--yes", "--generate-code=false", "--skip-preview"
    ).must_pass()
    assert unmanaged(deployment) == before


def unmanaged(deployment: Deployment) -> list[str]:
    """What is in the world and not in the state, as `diff` reports it."""
    exported = deployment.folder / "state.json"
    exported.write_text(deployment.pulumi("stack", "export", "--stack", deployment.stack).must_pass().output)
    found = json.loads(deployment.azure("diff", str(exported), "--json").output)
    assert found["only_left"] == []
    assert found["changed"] == {}
    return found["only_right"]


def test_the_smoke_program_lives_and_leaves_nothing(tmp_path: Path) -> None:
    """What `make smoke` does on a real subscription, but for recorder, plugin and confirmation."""
    state = tmp_path / "state"
    env = simulated(checkout(), tmp_path) | {"PYTHONPATH": str(ROOT), "SIMULATED_AZURE_TIME_SCALE": "0"}
    state.mkdir()
    life = Life(checkout(), env, Options(), tmp_path)
    life.stack()
    assert life.run({})
    azure = Azure.open(tmp_path / "world.sqlite", time_scale=0)
    assert azure.resources() == []
    azure.close()
