"""Differences between worlds, snapshots and states."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.cli import BANNER, main
from simulated_azure.comparison import Entry, compare
from simulated_azure.provider.convert import outputs
from tests.simulated.site import Site

VIEWS = st.dictionaries(
    st.sampled_from("abcd"), st.builds(Entry, st.just("x"), st.dictionaries(st.sampled_from("pq"), st.integers(0, 2)))
)


@settings(max_examples=40)
@given(VIEWS, VIEWS)
def test_differences_are_symmetric_and_empty_only_for_equal_views(
    left: dict[str, Entry], right: dict[str, Entry]
) -> None:
    there, back = compare(left, right), compare(right, left)
    assert (len(there.only_left), len(there.only_right)) == (len(back.only_right), len(back.only_left))
    assert bool(there) == (left != right)
    assert not compare(left, left)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    path = tmp_path / "world.sqlite"
    monkeypatch.setenv("SIMULATED_AZURE_WORLD", str(path))
    monkeypatch.setenv("SIMULATED_AZURE_TIME_SCALE", "0")
    return Site(path)


def snapshot(world: Site, path: Path) -> Path:
    path.write_text(json.dumps(world.azure.resources()), encoding="utf-8")
    return path


def state(world: Site, path: Path, *accounts: str) -> Path:
    token = "azure-native:storage:StorageAccount"
    resources = [
        {
            "type": token,
            "custom": True,
            "id": account,
            "inputs": {"allowSharedKeyAccess": False, "kind": "StorageV2"},
            "outputs": outputs(resource_type(token), world.get(account)),
        }
        for account in accounts
    ]
    component = {"type": "ai:Component", "custom": False}
    group = {"type": "azure-native:resources:ResourceGroup", "custom": True, "id": world.group}
    group["outputs"] = outputs(resource_type(str(group["type"])), world.get(world.group))
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": [component, group, *resources]}}))
    return path


def test_snapshot_against_the_world(world: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account = world.storage()
    before = snapshot(world, tmp_path / "before.json")
    assert main(["diff", str(before)]) == 0
    assert "hold the same" in capsys.readouterr().out
    world.azure.edit(account, {"properties": {"minimumTlsVersion": "TLS1_1"}})
    network = world.network()
    assert main(["diff", str(before)]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith(BANNER)
    assert f"only in the world (1)\n  {network}" in printed
    assert 'properties.minimumTlsVersion: "TLS1_0" -> "TLS1_1"' in printed
    assert main(["diff", str(before), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["only_right"] == [network]


def test_two_worlds(world: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account = world.storage()
    world.azure.close()
    copy = tmp_path / "copy.sqlite"
    shutil.copy(tmp_path / "world.sqlite", copy)
    assert main(["diff", str(copy), str(tmp_path / "world.sqlite")]) == 0
    assert main(["delete", account]) == 0
    assert main(["diff", str(copy)]) == 1
    assert f"only in copy.sqlite (1)\n  {account}" in capsys.readouterr().out


def test_state_against_the_world(world: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account = world.storage(properties={"allowSharedKeyAccess": False})
    exported = state(world, tmp_path / "state.json", account)
    assert main(["diff", str(exported)]) == 0
    capsys.readouterr()
    world.azure.edit(account, {"properties": {"allowSharedKeyAccess": True}})
    unmanaged = world.storage("stunmanaged")
    assert main(["diff", str(exported)]) == 1
    printed = capsys.readouterr().out
    assert f"only in the world (1)\n  {unmanaged}" in printed
    assert "allowSharedKeyAccess: false -> true" in printed


@pytest.mark.parametrize("content", ["no json", '{"a": 1}', "3"])
def test_other_files_are_refused(content: str, world: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert world.azure
    path = tmp_path / "other"
    path.write_text(content)
    assert main(["diff", str(path)]) == 1
    assert "is no world, no snapshot" in capsys.readouterr().err
    assert main(["diff", str(tmp_path / "none")]) == 1
    assert "CannotRead" in capsys.readouterr().err
