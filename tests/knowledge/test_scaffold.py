"""`make new-rule`: what it writes passes lint, judges and fixes, and cannot pass for finished."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ai_policies.kit.findings import Verdict, verdict
from ai_policies.kit.fixes import fix
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, judge_resource
from ai_policies.kit.values import PlainBag
from knowledge import catalogue, scaffold

ARGUMENTS = ["storage", "storage-example-off", "STG-900", "Microsoft.Storage/storageAccounts", "allowExample", "false"]
TOKEN = "azure-native:storage:StorageAccount"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("knowledge/controls", "tests/policy"):
        shutil.copytree(catalogue.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(catalogue.ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def begun(checkout: Path, *arguments: str) -> ResourceRule:
    file, *_ = scaffold.write(scaffold.parse(list(arguments)), checkout)
    spec = importlib.util.spec_from_file_location("begun", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.RULE


@pytest.mark.parametrize(
    "arguments",
    [
        ARGUMENTS,
        [
            *ARGUMENTS[:4],
            "encryption.keySource",
            "Microsoft.Keyvault",
            "--severity",
            "high",
            "--title",
            "Keys are ours",
        ],
        ["new_service", "new-service-days", "NEW-001", "Microsoft.KeyVault/vaults", "properties.days", "90"],
    ],
)
def test_what_is_written_passes_lint_judges_and_fixes(checkout: Path, arguments: list[str]) -> None:
    rule = begun(checkout, *arguments)
    subprocess.run([Path(sys.executable).parent / "ruff", "check", "--quiet", "policy_pack"], cwd=checkout, check=True)
    subprocess.run(
        [Path(sys.executable).parent / "ruff", "format", "--quiet", "--check", "policy_pack"], cwd=checkout, check=True
    )
    token = TOKEN if "Storage" in arguments[3] else "azure-native:keyvault:Vault"
    resource = Resource("urn:pulumi:s::p::t::r", token, PlainBag({}))
    findings = judge_resource(rule, resource, {})
    assert verdict(findings) is Verdict.VIOLATED
    assert rule.fix is not None
    fixed = fix(rule.fix, resource, findings, {})
    assert fixed is not None
    after = Resource("urn:pulumi:s::p::t::r", token, PlainBag(fixed.properties))
    assert judge_resource(rule, after, {}) == []
    [row] = [
        row
        for row in catalogue.load(checkout / "knowledge/controls" / f"{arguments[0]}.yaml")
        if row.id == rule.control
    ]
    assert row.severity == rule.severity.value
    assert row.types == rule.types
    assert rule.id in (checkout / "tests/policy/frozen_ids.txt").read_text().split()


def test_it_cannot_pass_for_finished(checkout: Path) -> None:
    """The case names no resource, and the row has a sentence that the catalogue's test refuses."""
    begun(checkout, *ARGUMENTS)
    case = yaml.safe_load((checkout / "tests/policy/cases/storage.yaml").read_text())["storage-example-off"]
    assert case["breaches"] == [{"RESOURCE.allowExample": None}]
    assert scaffold.UNFINISHED in (checkout / "knowledge/controls/storage.yaml").read_text()
    assert not any(row.why == scaffold.UNFINISHED for row in catalogue.controls().values())


@pytest.mark.parametrize(
    ("position", "text", "expected"),
    [
        (0, "Storage", "service: 'Storage' is not a folder such as storage or key_vault"),
        (1, "storage", "id: 'storage' is not kebab case"),
        (1, "storage-shared-key-off", "id: there is a rule 'storage-shared-key-off' already"),
        (2, "STG-9", "control: 'STG-9' is not an id such as STG-900"),
        (2, "STG-001", "control: STG-001 exists already; take the next free number"),
        (3, "Microsoft.Storage/none", "type: the pack knows no 'Microsoft.Storage/none'"),
        (4, "Allow X", "path: 'Allow X' is not a property"),
    ],
)
def test_what_cannot_be_used_is_refused(checkout: Path, position: int, text: str, expected: str) -> None:
    arguments = [text if index == position else item for index, item in enumerate(ARGUMENTS)]
    with pytest.raises(scaffold.ScaffoldError) as error:
        scaffold.write(scaffold.parse(arguments), checkout)
    assert expected in str(error.value)
