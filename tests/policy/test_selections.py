"""Selections: which rules run, as queries; their schema; what they refuse."""

import json

import analyzers
import jsonschema
import landscape
import pytest
from pulumi.runtime.proto import analyzer_pb2 as proto

from ai_policies.kit import selections
from ai_policies.kit.registry import all_rules, service
from ai_policies.kit.rule import Severity, default_level
from ai_policies.kit.selections import SELECTIONS, Query
from ai_policies.kit.settings import SettingsError, load

RULES = all_rules()
STACK = landscape.load(deployed=True)


def selected(tmp_path, **content):
    path = tmp_path / "sandbox.json"
    path.write_text(json.dumps(content))
    return load(path, RULES)


def on(levels):
    return {rule for rule, level in levels.items() if level != "disabled"}


def test_every_rule_has_a_row_and_a_framework():
    for rule in RULES:
        facets = selections.facets(rule)
        assert facets["rows"], rule.id
        assert facets["frameworks"], rule.id
        assert facets["services"] != {""}, rule.id


def test_baseline_stops_what_is_critical_or_high_and_leaves_low_out():
    levels = selections.levels("baseline", RULES)
    for rule in RULES:
        expected = {Severity.LOW: "disabled", Severity.MEDIUM: "advisory"}.get(rule.severity, "mandatory")
        assert levels[rule.id] == expected, rule.id


def test_strict_stops_everything():
    assert set(selections.levels("strict", RULES).values()) == {"mandatory"}


def test_regulated_lies_between_the_default_and_strict():
    levels = selections.levels("regulated", RULES)
    for rule in RULES:
        assert levels[rule.id] in {default_level(rule), "mandatory"}, rule.id
    low = {rule.id for rule in RULES if rule.severity is Severity.LOW}
    assert "mandatory" in {levels[rule] for rule in low}


@pytest.mark.parametrize("facet", ["services", "severities", "frameworks", "requirements", "rows"])
def test_each_facet_selects_exactly_the_rules_that_have_the_value(facet):
    for value in selections.vocabulary(RULES)[facet]:
        levels = selections.levels(Query(**{facet: (value,)}), RULES)
        assert on(levels) == {rule.id for rule in RULES if value in selections.facets(rule)[facet]} != set()


def test_facets_must_all_agree_and_one_value_of_each_is_enough(tmp_path):
    settings = selected(tmp_path, select={"services": ["storage", "search"], "severities": ["critical"]})
    assert on(settings.selected) == {
        rule.id for rule in RULES if service(rule) in {"storage", "search"} and rule.severity is Severity.CRITICAL
    }


def test_renumbered_requirements_select_the_same_rules():
    def rules(requirement):
        return on(selections.levels(Query(requirements=(requirement,)), RULES))

    assert rules("LLM06:2025") == rules("LLM03:2026") != set()


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("basline", "select: is 'basline', did you mean 'baseline'?; known: baseline, regulated, strict, or an object"),
        ({"service": ["storage"]}, "select: unknown key 'service', did you mean 'services'?"),
        ({"services": "storage"}, 'select.services: must be a list, is "storage"'),
        ({"services": ["storag"]}, "select.services[0]: no rule has \"storag\", did you mean 'storage'?; known: "),
        ({"requirements": ["NS-2", 7]}, "select.requirements[1]: no rule has 7; known: "),
        (["baseline"], "select: must be an object"),
    ],
)
def test_a_wrong_selection_is_refused_with_its_path(tmp_path, select, expected):
    with pytest.raises(SettingsError) as error:
        selected(tmp_path, select=select)
    assert expected in str(error.value)


@pytest.mark.parametrize("kind", ["ours", "stock"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"select": {"services": ["search"]}}, None),
        ({"select": {"services": ["search"]}, "levels": {"all": "mandatory"}}, None),
        ({"select": {"services": ["search"]}, "levels": {"storage-shared-key-off": "advisory"}}, proto.ADVISORY),
        ({"select": "baseline"}, proto.MANDATORY),
        ({"select": "strict", "levels": {"all": "advisory"}}, proto.ADVISORY),
    ],
)
def test_levels_and_selection_together(tmp_path, kind, content, expected):
    items = dict(STACK)
    landscape.change(items, "storage.allowSharedKeyAccess", True)
    made = analyzers.make(kind, RULES, settings=selected(tmp_path, **content))
    found = analyzers.analyze(made, [items["storage"]], stack=False)
    levels = {item.enforcementLevel for item in found if item.policyName == "storage-shared-key-off"}
    assert levels == ({expected} if expected is not None else set())


@pytest.fixture(scope="module")
def schema(pytestconfig):
    return json.loads((pytestconfig.rootpath / "stacks" / "policy" / "schema.json").read_text())


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"$schema": "./schema.json", "select": "regulated", "levels": {"all": "remediate"}},
        {"levels": {"search-tier": {"level": "disabled", "reason": "one replica is enough for a trial"}}},
        {"select": {"rows": ["P4"], "frameworks": ["mcsb-v2"]}, "levels": {"storage-shared-key-off": "remediate"}},
        {"parameters": {"storage-zone-redundant": {"skus": ["Standard_GZRS"]}, "governance-waivers-current": {"warn_days": 7}}},
    ],
)  # fmt: skip
def test_what_the_schema_accepts_is_read(tmp_path, schema, content):
    jsonschema.validate(content, schema)
    selected(tmp_path, **content)


@pytest.mark.parametrize(
    "content",
    [
        {"select": "loose"},
        {"select": {"rows": ["X1"]}},
        {"levels": {"storage-zone-redundant": "remediate"}},
        {"levels": {"no-such-rule": "advisory"}},
        {"parameters": {"storage-zone-redundant": {"skus": "Standard_LRS"}}},
        {"parameters": {"governance-waivers-current": {"warn_days": "7"}}},
        {"waivers": [{"rule": "storage-shared-key-off"}]},
        {"waiver": []},
    ],
)
def test_what_the_schema_refuses_is_not_read(tmp_path, schema, content):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema)
    with pytest.raises(SettingsError):
        selected(tmp_path, **content)


def test_named_selections_name_no_rule():
    """They are queries: a new rule belongs to them by what is known about it."""
    ids = {rule.id for rule in RULES}
    for steps in SELECTIONS.values():
        for query, _ in steps:
            assert not ids & {value for values in vars(query).values() for value in values}
