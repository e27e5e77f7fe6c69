import contextlib
import json
from pathlib import Path

import pytest

from simulated_azure.arm.errors import ArmError
from simulated_azure.cli import BANNER, main
from tests.simulated.site import API_VERSION, REGION, Site


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    path = tmp_path / "world.sqlite"
    monkeypatch.setenv("SIMULATED_AZURE_WORLD", str(path))
    monkeypatch.setenv("SIMULATED_AZURE_TIME_SCALE", "0")
    return Site(path)


def test_world_lists_by_group_and_type(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    world.subnet(world.network())
    assert main(["world"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(BANNER)
    assert "rg-test\n" in printed
    assert "Microsoft.Network/virtualNetworks/subnets (1)" in printed
    assert "vnet/snet" in printed
    assert "3 resources" in printed


def test_world_as_json_and_as_a_number(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    world.network()
    assert main(["world", "--json"]) == 0
    assert {item["name"] for item in json.loads(capsys.readouterr().out)} == {"rg-test", "vnet"}
    assert main(["world", "--count"]) == 0
    assert capsys.readouterr().out == "2\n"


def test_world_names_what_no_rule_looks_at(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    world.network()
    assert main(["world", "--plain", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {}
    world.put(f"{world.group}/providers/Microsoft.Dashboard/grafana/g", {"location": REGION})
    world.put(f"{world.group}/providers/Microsoft.Network/natGateways/n", {
        "location": REGION, "sku": {"name": "Standard"}, "properties": {"publicIpPrefixes": []}})  # fmt: skip
    assert main(["world", "--plain"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(BANNER)
    assert "Microsoft.Dashboard/grafana\n  (the whole type)\n" in printed
    assert "Microsoft.Network/natGateways\n  publicIpPrefixes\n" in printed
    assert "properties 1, whole types 1" in printed


def test_show_drift_delete(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    account = world.storage()
    assert main(["drift", account, "properties.minimumTlsVersion=TLS1_1", "properties.allowBlobPublicAccess=true"]) == 0
    capsys.readouterr()
    assert main(["show", account, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["properties"]
    assert (shown["minimumTlsVersion"], shown["allowBlobPublicAccess"]) == ("TLS1_1", True)
    assert main(["delete", account]) == 0
    assert main(["show", account]) == 1
    assert "error: ResourceNotFound" in capsys.readouterr().err


def test_soft_deleted_and_purge(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    account = world.account()
    world.delete(account)
    assert main(["world", "--soft-deleted"]) == 0
    assert account in capsys.readouterr().out
    assert main(["world", "--soft-deleted", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == account
    assert main(["purge", account]) == 0
    assert world.azure.soft_deleted() == []


def test_overlaps_are_kept_for_the_record(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    network = world.network()
    world.azure.time_scale = 1.0
    for name in ("a", "b"):
        body = {"properties": {"addressPrefix": "192.168.1.0/24"}}
        with contextlib.suppress(ArmError):
            world.azure.begin_put(f"{network}/subnets/{name}", body, api_version=API_VERSION)
    assert main(["overlaps", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(item["id"], item["code"]) for item in found] == [(f"{network}/subnets/b", "AnotherOperationInProgress")]
    assert main(["overlaps"]) == 0
    assert "1 overlapping writes" in capsys.readouterr().out
    assert [item["id"] for item in world.azure.operations()][-1] == f"{network}/subnets/a"


def test_facts(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts"]) == 0
    assert "callerInsideNetwork = false" in capsys.readouterr().out
    assert main(["facts", "callerInsideNetwork", "true"]) == 0
    assert world.azure.fact("callerInsideNetwork") is True
    assert main(["facts", "nonsense"]) == 1
    assert "UnknownFact" in capsys.readouterr().err
    assert main(["facts", "--hard"]) == 0
    shown = capsys.readouterr().out
    assert "roleEffectMinutes = 10.0" in shown
    assert "pageSize = 100" in shown


def test_reset_asks_first(world: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    world.azure.close()
    monkeypatch.setattr("sys.stdin.readline", lambda: "no\n")
    assert main(["reset"]) == 1
    assert "nothing changed" in capsys.readouterr().out
    assert main(["reset", "--yes"]) == 0
    assert main(["world", "--count"]) == 0
    assert capsys.readouterr().out.endswith("0\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "not-an-id"], "InvalidResourceId"),
        (["drift", "/subscriptions/x", "no-value"], "InvalidChange"),
        (["purge", "/subscriptions/x"], "ResourceNotFound"),
        (["locate", "--token", "azure-native:network:Subnet", "--inputs", "{"], "InvalidInputs"),
        (["locate", "--token", "azure-native:network:Subnet", "--inputs", "{}"], "CannotLocate"),
        (["locate", "--token", "azure-native:no:Thing", "--inputs", "{}"], "CannotLocate"),
    ],
)
def test_mistakes_are_answered_in_one_line(
    world: Site, arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert world.azure
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"error: {code}: ")
    assert error.count("\n") == 1


def test_bad_environment(world: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.azure
    monkeypatch.setenv("SIMULATED_AZURE_TIME_SCALE", "fast")
    assert main(["world"]) == 1
    assert "BadEnvironment" in capsys.readouterr().err


def test_locate(world: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.azure
    inputs = json.dumps({"resourceGroupName": "rg", "virtualNetworkName": "v", "subnetName": "s"})
    assert main(["locate", "--token", "azure-native:network:Subnet", "--inputs", inputs]) == 0
    assert capsys.readouterr().out.strip().endswith("/virtualNetworks/v/subnets/s")
