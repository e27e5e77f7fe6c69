"""`python -m simulated_azure serve`: real sockets, real TLS, real clients."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from azure.core.exceptions import ServiceRequestError
from azure.identity import ClientSecretCredential
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.storage import StorageManagementClient

from simulated_azure.arm.azure import Azure
from simulated_azure.faults.plan import Fault
from simulated_azure.rest.certificates import Authority
from simulated_azure.rest.server import application
from tests.simulated.site import REGION, Site, storage_body

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Served:
    endpoint: str
    subscription: str
    authority: str
    printed: str


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SIMULATED_AZURE_WORLD": str(folder / "world.sqlite"), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "simulated_azure", "serve", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with start(tmp_path_factory.mktemp("served"), "--port", "0") as process:
        try:
            printed = ""
            while "Ctrl-C" not in printed and process.stdout and (line := process.stdout.readline()):
                printed += line
            endpoint, subscription, authority = (line.split()[1] for line in printed.splitlines()[2:5])
            yield Served(endpoint, subscription, authority, printed)
        finally:
            process.terminate()
    assert process.returncode == 0


def credential(served: Served) -> ClientSecretCredential:
    return ClientSecretCredential(
        "tenant", "client", "anything", authority=served.endpoint, disable_instance_discovery=True,
        connection_verify=served.authority,
    )  # fmt: skip


def test_azure_identity_and_azure_mgmt_work_unmodified(served: Served) -> None:
    options: dict[str, Any] = {
        "base_url": served.endpoint,
        "connection_verify": served.authority,
        "polling_interval": 0.05,
    }
    options["credential_scopes"] = [f"{served.endpoint}/.default"]
    groups = ResourceManagementClient(credential(served), served.subscription, **options).resource_groups
    assert groups.create_or_update("rg", {"location": REGION}).name == "rg"
    storage = StorageManagementClient(credential(served), served.subscription, **options)
    wanted: Any = storage_body()
    account = storage.storage_accounts.begin_create("rg", "stone", wanted).result()
    assert account.provisioning_state == "Succeeded"
    assert [item.name for item in storage.storage_accounts.list()] == ["stone"]
    groups.begin_delete("rg").result()
    assert not groups.check_existence("rg")


def test_the_banner_says_what_it_is(served: Served) -> None:
    assert served.printed.startswith("SIMULATED AZURE")
    answer = requests.get(f"{served.endpoint}/", verify=served.authority, timeout=10)
    assert answer.headers["Server"] == "SimulatedAzure"
    assert "SIMULATED AZURE" in answer.text


def test_who_does_not_know_the_authority_does_not_talk(served: Served) -> None:
    client = StorageManagementClient(
        credential(served), served.subscription, base_url=served.endpoint, retry_total=0, connection_verify=True
    )
    with pytest.raises(ServiceRequestError, match="certificate verify failed"):
        list(client.storage_accounts.list())
    with pytest.raises(requests.ConnectionError):
        requests.get(served.endpoint.replace("https", "http"), timeout=10)


def test_a_planned_fault_cuts_the_connection_and_the_client_tries_again(served: Served) -> None:
    azure = Azure.open(Path(served.authority).parents[1] / "world.sqlite")
    azure.faults.set([Fault("drop", operation="check", type="*/resourceGroups")])
    path = f"{served.endpoint}/subscriptions/{served.subscription}/resourcegroups/none?api-version=2024-03-01"
    with pytest.raises(requests.RequestException):
        requests.get(path, headers={"Authorization": "Bearer x"}, verify=served.authority, timeout=10)
    assert (
        requests.get(path, headers={"Authorization": "Bearer x"}, verify=served.authority, timeout=10).status_code
        == 404
    )
    azure.close()


def test_a_taken_port_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(tmp_path, "--port", str(taken.getsockname()[1]))
        printed, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert printed.startswith("error: CannotServe: Port ")
    assert "Traceback" not in printed


async def test_no_traceback_reaches_a_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site = Site(tmp_path / "world.sqlite")
    monkeypatch.setattr(site.azure, "get", lambda *_args, **_options: 1 / 0)
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": site.group, "raw_path": site.group.encode(), "scheme": "https",
        "query_string": b"api-version=2024-03-01", "headers": [(b"authorization", b"Bearer x"), (b"host", b"sim")],
        "server": ("sim", 443), "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    with pytest.raises(ZeroDivisionError):  # the server's own log gets it as well
        await application(site.azure)(scope, receive, send)
    content = b"".join(message.get("body", b"") for message in sent)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert sent[0]["status"] == 500
    assert json.loads(content)["error"]["code"] == "InternalServerError"
    assert headers["server"] == "SimulatedAzure"
    assert b"ZeroDivisionError" not in content
    assert "ZeroDivisionError" in caplog.text


def test_the_authority_is_kept_and_private(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tls")
    first = authority.issue(["localhost"], "server")
    content = [path.read_bytes() for path in first]
    assert [path.read_bytes() for path in Authority(tmp_path / "tls").issue(["localhost"], "server")] == content
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "tls").iterdir())
    authority.certificate.unlink()
    assert authority.issue(["localhost"], "server")[0].read_bytes() != content[0]
