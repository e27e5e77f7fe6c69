"""What no rule looks at is told once a run, at its end, whichever process wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulated_azure.provider.engine_log import EngineLog
from simulated_azure.provider.unmodelled import Unmodelled
from tests.simulated.provider.conftest import GROUP, Engine

NETWORK = "azure-native:network:VirtualNetwork"
MODELLED = {"resourceGroupName": "rg", "virtualNetworkName": "v", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
PLAIN = {**MODELLED, "enableVmProtection": True}
GRAFANA = {"resourceGroupName": "rg", "workspaceName": "g", "sku": {"name": "Standard"}}


class Heard(EngineLog):
    """Keeps what it is told to warn of."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.warnings: list[str] = []

    async def warning(self, message: str) -> None:
        self.warnings.append(message)


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.fixture
def heard(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Heard:
    log = Heard("127.0.0.1:4711")
    monkeypatch.setattr(engine.unmodelled, "_log", log)
    return log


async def test_a_run_ends_with_one_warning(engine: Engine, heard: Heard) -> None:
    await engine.create("azure-native:dashboard:Grafana", GRAFANA)
    await engine.create(NETWORK, PLAIN)
    await engine.create(NETWORK, {**PLAIN, "virtualNetworkName": "w", "flowTimeoutInMinutes": 10})
    assert heard.warnings == []
    await engine.unmodelled.tell()
    await engine.unmodelled.tell()
    assert len(heard.warnings) == 1
    assert "the whole of Microsoft.Dashboard/grafana" in heard.warnings[0]
    assert "enableVmProtection, flowTimeoutInMinutes of Microsoft.Network/virtualNetworks" in heard.warnings[0]


async def test_an_update_counts_and_a_preview_does_not(engine: Engine, heard: Heard) -> None:
    await engine.create(NETWORK, PLAIN, preview=True)
    await engine.create(NETWORK, MODELLED)
    await engine.unmodelled.tell()
    assert heard.warnings == []
    await engine.update(NETWORK, PLAIN, {}, preview=True)
    await engine.unmodelled.tell()
    assert heard.warnings == []
    await engine.update(NETWORK, PLAIN, {})
    await engine.unmodelled.tell()
    assert len(heard.warnings) == 1


async def test_two_processes_of_a_run_speak_once_and_two_runs_twice(tmp_path: Path) -> None:
    world, network = tmp_path / "world.sqlite", f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"
    logs = [Heard("127.0.0.1:4711"), Heard("127.0.0.1:4711"), Heard("127.0.0.1:4712")]
    first, second, other = (Unmodelled(world, log) for log in logs)
    first.note(network, {"properties": {"encryption": {}}})
    second.note(network, {"properties": {"enableVmProtection": True}})
    other.note(network, {"properties": {"encryption": {}}})
    for process in (second, first, other):
        await process.tell()
    assert [len(log.warnings) for log in logs] == [0, 1, 1]
    assert "enableVmProtection, encryption of Microsoft.Network/virtualNetworks" in logs[1].warnings[0]
    assert files(tmp_path) == []
