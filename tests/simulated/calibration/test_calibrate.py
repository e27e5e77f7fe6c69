"""A recording of the simulator itself replays without a difference; what is changed in it is found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from simulated_azure.arm.azure import Azure
from simulated_azure.calibration.recording import Exchange, exchange, load
from simulated_azure.calibration.replay import Finding, Replay
from simulated_azure.cli import main
from simulated_azure.rest.face import Face
from simulated_azure.rest.wire import Request
from tests.simulated.rest.test_https import ROOT, start
from tests.simulated.site import REGION, Site, storage_body

STORAGE, NETWORK, GROUPS, IDENTITY = "2024-01-01", "2024-05-01", "2024-03-01", "2024-11-30"


def record(site: Site) -> list[Exchange]:
    """A short life on a world with durations, as a client that polls sees it."""
    face, found = Face(site.azure), []
    group = f"{site.subscription}/resourceGroups/rg-one"
    account = f"{group}/providers/Microsoft.Storage/storageAccounts/stone"
    network = f"{group}/providers/Microsoft.Network/virtualNetworks/vnet"

    def send(method: str, path: str, version: str, body: Any = None) -> str:
        content = b"" if body is None else json.dumps(body).encode()
        answer = face.answer(
            Request(method, "https://azure", path, {"api-version": version}, {"authorization": "Bearer x"}, content)
        )
        answered = b"" if answer.body is None else json.dumps(answer.body).encode()
        found.append(
            exchange(method, f"{path}?api-version={version}", content, answer.status, answered, answer.headers)
        )
        link = answer.headers.get("Azure-AsyncOperation", "")
        while link and send("GET", link.partition("?")[0].removeprefix("https://azure"), version) == "InProgress":
            pass
        return str((answer.body or {}).get("status", ""))

    send("PUT", group, GROUPS, {"location": REGION})
    send("PUT", account, STORAGE, storage_body())
    send("GET", account, STORAGE)
    send("POST", f"{account}/listKeys", STORAGE)
    send(
        "PUT",
        network,
        NETWORK,
        {"location": REGION, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
    )
    send("PUT", f"{network}/subnets/bad", NETWORK, {"properties": {"addressPrefix": "192.168.0.0/24"}})
    send("GET", f"{group}/providers/Microsoft.Network/virtualNetworks", NETWORK)
    send("DELETE", account, STORAGE)
    send("GET", account, STORAGE)
    return found


@pytest.fixture(scope="module")
def one_life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exchange, ...]:
    return tuple(record(Site(tmp_path_factory.mktemp("recorded") / "world.sqlite", time_scale=0.002)))


@pytest.fixture
def recorded(one_life: tuple[Exchange, ...]) -> list[Exchange]:
    return list(one_life)


def findings(exchanges: list[Exchange], folder: Path) -> list[Finding]:
    azure = Azure.open(folder / "replay.sqlite", time_scale=0)
    return list(Replay(azure).run(exchanges))


def test_the_simulator_agrees_with_itself(recorded: list[Exchange], tmp_path: Path) -> None:
    assert any(each.status == 202 for each in recorded)
    assert findings(recorded, tmp_path) == []


def changed(each: Exchange, change: Callable[[dict[str, Any]], None]) -> Exchange:
    values = json.loads(each.line())
    change(values)
    return Exchange(**values)


@pytest.mark.parametrize(
    ("at", "change", "kind", "path"),
    [
        ("GET stone", lambda e: e.update(status=404), "status", ""),
        ("GET stone", lambda e: e["answer"]["properties"].update(newFlag=True), "missing", "properties.newFlag"),
        ("GET stone", lambda e: e["answer"]["properties"].pop("accessTier"), "added", "properties.accessTier"),
        ("GET stone", lambda e: e["answer"]["sku"].update(name="Standard_GRS"), "different", "sku.name"),
        ("PUT bad", lambda e: e["answer"]["error"].update(code="OtherCode"), "code", "error.code"),
        ("POST listKeys", lambda e: e["answer"]["keys"][0].pop("keyName"), "added", "keys[0].keyName"),
    ],
)
def test_each_kind_of_difference_is_found(
    recorded: list[Exchange], tmp_path: Path, at: str, change: Callable[[dict[str, Any]], None], kind: str, path: str
) -> None:
    method, name = at.split()
    index = next(i for i, each in enumerate(recorded) if each.method == method and each.path.endswith(f"/{name}"))
    recorded[index] = changed(recorded[index], change)
    found = findings(recorded, tmp_path)
    assert (kind, path) in [(each.kind, each.path) for each in found]
    assert all(each.exchange == index + 1 for each in found)
    assert method in str(found[0])


def test_ids_and_times_do_not_count(recorded: list[Exchange], tmp_path: Path) -> None:
    other = "11111111-2222-3333-4444-555555555555"
    mine = recorded[0].path.split("/")[2]
    moved = [Exchange(**json.loads(each.line().replace(mine, other))) for each in recorded]
    assert findings(moved, tmp_path) == []


def test_command_line(recorded: list[Exchange], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "recording.jsonl"
    path.write_text("".join(each.line() + "\n" for each in recorded))
    assert main(["calibrate", str(path)]) == 0
    assert "0 differences" in capsys.readouterr().out
    path.write_text(path.read_text().replace('"Standard_ZRS"', '"Standard_LRS"', 1))
    assert main(["calibrate", str(path)]) == 1
    assert "different" in capsys.readouterr().out
    path.write_text("no recording\n")
    assert main(["calibrate", str(path)]) == 1
    assert "NoRecording" in capsys.readouterr().err


def test_a_wrong_address_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", str(tmp_path / "r.jsonl"), "--folder", str(tmp_path), "--to", "nowhere"]) == 1
    assert "HOST:PORT" in capsys.readouterr().err


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[dict[str, str]]:
    """`record` in a process of its own; yields the variables that it prints."""
    command = [sys.executable, "-m", "simulated_azure", "record", *arguments]
    environment = {"PYTHONPATH": str(ROOT), "SIMULATED_AZURE_WORLD": str(folder / "world.sqlite"), "PATH": ""}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline().strip() for _ in range(4)]
            yield dict(line.removeprefix("export ").split("=", 1) for line in lines[:3])
        finally:
            process.terminate()
            assert "exchanges" in process.communicate(timeout=10)[0]


@pytest.mark.thorough
def test_a_client_is_recorded_through_the_proxy(tmp_path: Path) -> None:
    with start(tmp_path, "--port", "0") as server:
        try:
            assert server.stdout is not None
            printed = [server.stdout.readline() for _ in range(8)]
            port = printed[2].rpartition(":")[2].strip()
            out = tmp_path / "recording.jsonl"
            with running(tmp_path, str(out), "--to", f"localhost:{port}") as variables, requests.Session() as session:
                session.trust_env = False
                session.proxies = {"https": variables["HTTPS_PROXY"]}
                session.verify = variables["REQUESTS_CA_BUNDLE"]
                session.headers["Authorization"] = "Bearer very-secret"
                group = f"https://management.azure.com{printed[3].split()[1].join(['/subscriptions/', ''])}/resourcegroups/rg"
                made = session.put(f"{group}?api-version={GROUPS}", json={"location": REGION}, timeout=20)
                assert made.headers["Server"] == "SimulatedAzure"
                assert session.get(f"{group}x?api-version={GROUPS}", timeout=20).status_code == 404
                # Any other host is passed through unread.
                assert session.get(f"https://localhost:{port}/", timeout=20).json()["simulated"] is True
        finally:
            server.terminate()
    exchanges = list(load(out))
    assert [(each.method, each.status) for each in exchanges] == [("PUT", 201), ("GET", 404)]
    assert "very-secret" not in out.read_text()
    assert findings(exchanges, tmp_path) == []
