"""knowledge/controls: rows are well-formed, and rules and rows belong together in both directions."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from ai_policies.kit.registry import all_rules
from ai_policies.kit.rule import Rule, StackRule, is_fixable
from knowledge import catalogue

CONTROLS = catalogue.controls()
RULES: dict[str, list[Rule]] = defaultdict(list)
for each in all_rules():
    RULES[each.control].append(each)
SEVERITIES = ("low", "medium", "high", "critical")


def row(**changes: object) -> dict[str, object]:
    return {
        "id": "STG-001",
        "title": "Storage accepts HTTPS only",
        "why": "What goes over the wire can be read.",
        "types": ["Microsoft.Storage/storageAccounts"],
        "condition": "properties.supportsHttpsTrafficOnly == true",
        "severity": "high",
        "scope": "resource",
        "remediable": True,
        "mappings": {"caf_row": "secure-channels"},
    } | changes


def test_there_are_at_least_250_controls() -> None:
    assert len(CONTROLS) >= 250


def test_every_rule_judges_a_row() -> None:
    assert RULES.keys() - CONTROLS.keys() == set()


def test_every_row_has_a_rule_or_a_reason_and_not_both() -> None:
    explained = {control.id for control in CONTROLS.values() if control.reason or control.judged_by}
    assert CONTROLS.keys() - RULES.keys() - explained == set()
    assert explained & RULES.keys() == set()


def test_rows_judged_by_rules_of_other_rows_name_rules_that_exist() -> None:
    known = {rule.id for rules in RULES.values() for rule in rules}
    assert {rule for control in CONTROLS.values() for rule in control.judged_by} <= known


def test_the_worst_rule_of_a_row_is_as_severe_as_the_row() -> None:
    worst = {
        control: max((rule.severity.value for rule in rules), key=SEVERITIES.index) for control, rules in RULES.items()
    }
    assert worst == {control: CONTROLS[control].severity for control in worst}


def test_a_row_that_one_resource_decides_says_so() -> None:
    scopes = {
        id_: "stack" if any(isinstance(rule, StackRule) for rule in rules) else "resource"
        for id_, rules in RULES.items()
    }
    assert scopes == {control: CONTROLS[control].scope for control in scopes}


def test_what_can_be_mended_has_a_fix_or_says_why_not() -> None:
    mended = {control for control, rules in RULES.items() if any(is_fixable(rule) for rule in rules)}
    explained = {control.id for control in CONTROLS.values() if control.no_fix or control.reason}
    remediable = {control.id for control in CONTROLS.values() if control.remediable}
    assert remediable - mended - explained == set()
    assert {control for control in mended if CONTROLS[control].no_fix} == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "storage-1"}, "x.yaml: storage-1.id: String should match pattern"),
        ({"severity": "bad"}, "x.yaml: STG-001.severity: Input should be 'low', 'medium', 'high' or 'critical' (is 'bad')"),
        ({"extra": 1}, "x.yaml: STG-001.extra: Extra inputs are not permitted (is 1)"),
        ({"mappings": {"caf_row": "secure-channels", "owasp": ["LLM01"]}}, "x.yaml: STG-001.mappings.owasp.0: String should match pattern"),
        ({"reason": "a preview sees no queries"}, "`reason` and `reviewed` (the day somebody agreed with it) belong together"),
        ({"remediable": False, "no_fix": "only a person knows"}, "`no_fix` is for rows with `remediable: true`"),
    ],
)  # fmt: skip
def test_a_malformed_row_is_refused_with_its_path(tmp_path: Path, changes: dict[str, object], expected: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(catalogue.yaml.safe_dump([row(**changes)]))
    with pytest.raises(catalogue.CatalogueError) as error:
        catalogue.load(file)
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("text", "expected"), [("a: [", "not readable as YAML"), ("a: 1", "must be a list of objects")]
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text)
    with pytest.raises(catalogue.CatalogueError, match=expected):
        catalogue.load(file)


def test_a_repeated_id_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(catalogue.yaml.safe_dump([row()]))
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(catalogue.CatalogueError, match="STG-001: the id is taken"):
        catalogue.controls.__wrapped__()
