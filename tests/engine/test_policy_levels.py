"""The pack, copied alone, on a plain program: fixes, values that are unknown at first, a rule that raises."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.engine.harness import PACK, ROOT, Deployment

PROJECT = f"""name: levels
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: {ROOT / ".venv"}
"""
PROGRAM = """import pulumi_azure_native as az
group = az.resources.ResourceGroup("group", location="swedencentral")
az.storage.StorageAccount("data", resource_group_name=group.name, account_name="levelsdata", location="swedencentral",
    sku={"name": "Standard_ZRS"}, kind="StorageV2", allow_shared_key_access=True,
    public_network_access=group.id.apply(lambda _: "ACCESS"))
"""
LEVELS = {"all": "disabled", "storage-shared-key-off": "remediate", "storage-public-network-off": "mandatory"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    folder = tmp_path_factory.mktemp("levels")
    program = folder / "program"
    (program / "stacks" / "policy").mkdir(parents=True)
    (program / "stacks" / "policy" / "levels.json").write_text(json.dumps({"levels": LEVELS}))
    (program / "Pulumi.yaml").write_text(PROJECT)
    shutil.copytree(PACK, folder / "pack", ignore=shutil.ignore_patterns(".venv", "__pycache__"), symlinks=True)
    (folder / "pack" / ".venv").symlink_to(ROOT / ".venv")
    return Deployment(folder, program=program, stack="levels")


def write(deployment: Deployment, access: str) -> None:
    (deployment.program / "__main__.py").write_text(PROGRAM.replace("ACCESS", access))


def pack(deployment: Deployment) -> tuple[str, str]:
    return "--policy-pack", str(deployment.folder / "pack")


def storage(deployment: Deployment) -> list[dict[str, object]]:
    return [item for item in deployment.state() if item["type"] == "azure-native:storage:StorageAccount"]


def test_fixes_apply_and_unknown_values_are_judged_once_known(plain: Deployment) -> None:
    write(plain, "Enabled")
    shown = plain.preview(*pack(plain)).must_pass().output
    assert "corrected before deployment: `allowSharedKeyAccess` set to false (was true)" in shown
    assert "storage-public-network-off" in shown
    assert "unknown until deployment: `publicNetworkAccess`" in shown

    stopped = plain.up(*pack(plain)).must_fail().output
    assert "`publicNetworkAccess` is 'Enabled', must be 'Disabled'" in stopped
    assert storage(plain) == []

    write(plain, "Disabled")
    plain.up(*pack(plain)).must_pass()
    [account] = storage(plain)
    inputs = account["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["allowSharedKeyAccess"] is False
    assert inputs["defaultToOAuthAuthentication"] is True
    plain.preview("--expect-no-changes", *pack(plain)).must_pass()


def test_a_rule_that_raises_stops_the_preview_under_its_name(plain: Deployment) -> None:
    write(plain, "Disabled")
    rule: Path = plain.folder / "pack" / "ai_policies" / "rules" / "storage" / "storage_public_network_off.py"
    text = rule.read_text()
    spoiled = text.replace("    yield from", '    raise ZeroDivisionError("bad rule")\n    yield from', 1)
    assert spoiled != text
    rule.write_text(spoiled)
    shown = plain.preview(*pack(plain)).must_fail().output
    rule.write_text(text)
    assert "[mandatory]" in shown
    assert "storage-public-network-off [STG-003, critical] StorageAccount 'data'" in shown
    assert "the rule itself failed (ZeroDivisionError: bad rule)" in shown
