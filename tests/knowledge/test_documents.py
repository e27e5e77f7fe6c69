"""Generated pages and data: current, complete, and with examples that the rules are content with."""

from __future__ import annotations

import ast
import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ai_policies.kit.findings import Verdict, verdict
from ai_policies.kit.registry import all_rules, service
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, Rule, judge_resource
from ai_policies.kit.session import WAIVER_RULES
from ai_policies.kit.values import PlainBag
from knowledge.catalogue import controls
from knowledge.documents import coverage, examples, output, rule_pages
from knowledge.documents.__main__ import main
from knowledge.frameworks import frameworks

RULES = all_rules()
EVERYTHING = output.everything()
SHOWN = {rule.id: shown for rule in RULES if (shown := examples.example(rule)) is not None}


def test_generated_files_are_current() -> None:
    assert output.stale(EVERYTHING) == ({}, [])


def test_stale_and_superfluous_files_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = rule_pages.ROOT
    moved = {tmp_path / path.relative_to(root): text for path, text in EVERYTHING.items()}
    monkeypatch.setattr(output, "everything", lambda: moved)
    monkeypatch.setattr(output, "GENERATED_FOLDERS", (tmp_path / "docs" / "reference" / "rules",))
    monkeypatch.setattr("knowledge.documents.__main__.ROOT", tmp_path)
    assert main(["--check"]) == 1
    assert main([]) == 0
    (tmp_path / "docs" / "reference" / "rules" / "gone.md").write_text("")
    assert main(["--check"]) == 1
    assert "stale: docs/reference/rules/gone.md" in capsys.readouterr().out
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_every_rule_has_a_page_with_all_that_a_reader_needs() -> None:
    for rule in RULES:
        text = EVERYTHING[rule_pages.FOLDER / service(rule) / f"{rule.id}.md"]
        headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert [item for item in headings if item != "Parameters"] == [
            "What must hold",
            "Why",
            "How to fix",
            "References",
        ], rule.id
        assert rule.remedy in text
        assert rule.url in text
        assert controls()[rule.control].why in text
        assert all(f"| `{name}` |" in text for name in rule.parameters), rule.id


def test_every_rule_but_those_about_waivers_has_an_example() -> None:
    assert {rule.id for rule in RULES} - SHOWN.keys() == WAIVER_RULES


def test_examples_are_python_and_yaml_of_the_same_resource() -> None:
    for rule, shown in SHOWN.items():
        [call] = ast.parse(examples.python(shown)).body
        assert isinstance(call, ast.Expr)
        assert isinstance(call.value, ast.Call)
        keywords = [keyword.arg for keyword in call.value.keywords]
        [(name, resource)] = yaml.safe_load(examples.yaml_text(shown)).items()
        assert name == shown.name, rule
        assert keywords == [examples.snake(key) for key in resource["properties"]], rule
        assert resource["type"].startswith("azure-native:"), rule


def overlaid(base: Any, top: Any) -> Any:
    if isinstance(base, dict) and isinstance(top, dict):
        return {**base, **{key: overlaid(base.get(key), value) for key, value in top.items()}}
    # Of a long list the example shows only the element that matters.
    return base if isinstance(base, list) and isinstance(top, list) and all(item in base for item in top) else top


def spoiled(inputs: dict[str, Any], path: str) -> dict[str, Any]:
    """The inputs with the top-level property of a path taken away, where the example would bring it back."""
    return {key: value for key, value in inputs.items() if key != re.split(r"[.\[]", path)[0]}


def content(rule: ResourceRule) -> bool:
    """Whether a rule accepts a resource that lacks what the example shows and then gets it."""
    shown = SHOWN[rule.id]
    inputs = copy.deepcopy(examples.landscape().get(shown.name, {"inputs": {}}))["inputs"]
    for key in shown.properties:
        inputs = spoiled(inputs, key) if key not in {"properties", "encryption"} else inputs
    token = shown.token if shown.token.startswith("azure-native") else f"azure-native:{shown.token}"
    resource = Resource("urn:pulumi:s::p::t::r", token, PlainBag(overlaid(inputs, shown.properties)))
    if not resource.is_type(*rule.types):
        return True
    return verdict(judge_resource(rule, resource, {})) is not Verdict.VIOLATED


def test_rules_are_content_with_their_examples() -> None:
    assert [rule.id for rule in RULES if isinstance(rule, ResourceRule) and not content(rule)] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("defaultToOAuthAuthentication", "default_to_o_auth_authentication"),
        ("iPAddressOrRange", "i_p_address_or_range"),
        ("enableHttpsTrafficOnly", "enable_https_traffic_only"),
        ("zoneRedundant", "zone_redundant"),
        ("tier", "tier"),
    ],
)
def test_names_in_python(name: str, expected: str) -> None:
    assert examples.snake(name) == expected


def test_the_search_page_needs_nothing_else_and_has_every_rule() -> None:
    text = EVERYTHING[rule_pages.FOLDER / "index.html"]
    assert not re.search(r'(src|href)="(https?:)?//', text)
    links = re.findall(r'<a href="([^"]+)">', text)
    assert len(links) == len(RULES)
    assert all(rule_pages.FOLDER / link in EVERYTHING for link in links)
    assert "STG-005" in text
    assert "LLM06:2026" in text


def test_the_index_links_every_page() -> None:
    text = EVERYTHING[rule_pages.FOLDER / "README.md"]
    assert all(f"({service(rule)}/{rule.id}.md)" in text for rule in RULES)


def test_coverage_counts_every_requirement() -> None:
    text = coverage.page()
    for framework in frameworks().values():
        rows = [line for line in text.splitlines() if line.startswith(f"| [{framework.title}]")]
        total, helped, waiting, without = (int(re.sub(r"\D.*", "", cell.strip())) for cell in rows[0].split("|")[2:6])
        assert total == len(framework.requirements) == helped + waiting + without


def test_coverage_names_the_rules_of_a_requirement() -> None:
    [requirement] = [item for item in frameworks()["owasp-mcp-2025"].requirements if item.id == "MCP07"]
    found: list[Rule] = [rule for rule in RULES if "MCP07" in controls()[rule.control].mappings.owasp]
    assert coverage.rules_for(requirement) == sorted(rule.id for rule in found) != []


def test_controls_that_rules_of_others_judge_count_as_judged() -> None:
    for control in controls().values():
        assert set(control.judged_by) <= set(coverage.judged().get(control.id, ()))
