"""Fixes: each one mends every breach of its rule, changes nothing the second time, and breaks no other rule."""

import json
from dataclasses import replace
from pathlib import Path

import analyzers
import landscape
import pytest
import yaml
from pulumi.runtime.proto import analyzer_pb2 as proto

from ai_policies.kit import ABSENT, Edit
from ai_policies.kit.findings import Verdict
from ai_policies.kit.registry import all_rules
from ai_policies.kit.rule import ResourceRule, StackRule, is_fixable
from ai_policies.kit.settings import Settings, SettingsError, load

pytestmark = pytest.mark.thorough

RULES = {rule.id: rule for rule in all_rules()}
FIXABLE = [rule for rule in RULES.values() if is_fixable(rule)]
CASES = {}
for file in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
    CASES |= yaml.safe_load(file.read_text())
STACK = landscape.load(deployed=True)
MARKS = ("only", "unfixable")
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}
BREACHES = [
    pytest.param(rule, breach, id=f"{rule.id}-{'+'.join(key for key in breach if key not in MARKS)}-{index}")
    for rule in FIXABLE
    for index, breach in enumerate(CASES[rule.id]["breaches"])
    if "drop" not in breach and breach.get("only") != "preview"
]


def level(rule):
    return Settings(levels={rule.id: "remediate"})


def breached(breach):
    items = dict(STACK)
    changed = {landscape.change(items, path, value).name for path, value in breach.items() if path not in MARKS}
    return items, changed


def violations(items, rules):
    """Ids of the rules that the stack violates, and where."""
    made = analyzers.make("ours", rules)
    found = analyzers.analyze(made, items, stack=any(isinstance(rule, StackRule) for rule in rules))
    return {(item.policyName, item.urn) for item in found if item.enforcementLevel == proto.MANDATORY}


@pytest.mark.parametrize(("rule", "breach"), BREACHES)
def test_a_fix_mends_every_breach_of_its_rule_and_breaks_no_other(rule, breach):
    items, changed = breached(breach)
    neighbours = [other for other in RULES.values() if isinstance(other, ResourceRule) and other.types == rule.types]
    before = violations([items[name] for name in changed], neighbours)
    fixed = {}
    for kind in ("ours", "stock"):
        made = analyzers.make(kind, [rule], settings=level(rule))
        results = [analyzers.remediate(made, items[name]) for name in sorted(changed)]
        fixed[kind] = [item.inputs for item, _ in results]
        found = analyzers.analyze(made, [item for item, _ in results], stack=False)
        expected = Verdict.VIOLATED if "unfixable" in breach else Verdict.COMPLIANT
        assert analyzers.verdict(found, rule.id) is expected, [item.message for item in found]
        if kind == "ours" and expected is Verdict.COMPLIANT:
            assert all("`" in remediation.description for _, done in results for remediation in done)
            assert any(analyzers.CORRECTED in item.message for item in found)
            assert [analyzers.remediate(made, item)[1] for item, _ in results] == [[] for _ in results]
            assert violations([item for item, _ in results], neighbours) <= before
    assert fixed["ours"] == fixed["stock"]


def test_fixes_one_after_the_other_leave_no_new_violation_anywhere():
    """Stack rules included: each resource is breached and mended again by one rule after the other."""
    stack_rules = [rule for rule in RULES.values() if isinstance(rule, StackRule)]
    made = analyzers.make("ours", list(RULES.values()), settings=Settings(levels={"all": "remediate"}))
    items = dict(STACK)
    for rule in FIXABLE:
        breach = next(item for item in CASES[rule.id]["breaches"] if not item.keys() & {"drop", "unfixable"})
        for name in {landscape.change(items, path, value).name for path, value in breach.items() if path not in MARKS}:
            items[name], _ = analyzers.remediate(made, items[name])
    assert violations(items.values(), stack_rules) <= violations(STACK.values(), stack_rules)


def test_compliant_resources_are_left_alone():
    made = analyzers.make("ours", list(RULES.values()), settings=Settings(levels={"all": "remediate"}))
    for deployed in (True, False):
        for item in landscape.load(deployed=deployed).values():
            assert analyzers.remediate(made, item)[1] == [], item.name


def test_only_the_level_remediate_changes_anything():
    items, _ = breached({"storage.allowSharedKeyAccess": True})
    for levels in ({}, {"all": "mandatory"}, {"storage-cors-explicit": "remediate"}):
        made = analyzers.make("ours", list(RULES.values()), settings=Settings(levels=levels))
        assert analyzers.remediate(made, items["storage"])[1] == []


def test_a_waived_resource_is_not_changed(tmp_path):
    path = tmp_path / "settings.json"
    waiver = {"rule": "storage-shared-key-off", "urn": "*::storage", "reason": "r", "owner": "o", "ticket": "t"}
    path.write_text(json.dumps({"waivers": [waiver | {"expires": "2027-06-30"}], "levels": {"all": "remediate"}}))
    items, _ = breached({"storage.allowSharedKeyAccess": True})
    for kind in ("ours", "stock"):
        made = analyzers.make(kind, [RULES["storage-shared-key-off"]], settings=load(path, RULES.values()))
        item, done = analyzers.remediate(made, items["storage"])
        assert done == []
        assert not [
            found for found in analyzers.analyze(made, [item], stack=False) if found.enforcementLevel == proto.MANDATORY
        ]


def test_secrets_stay_secret_and_unknowns_unknown():
    inputs = {**STACK["storage"].inputs, "allowSharedKeyAccess": True, "token": SECRET, "name": landscape.UNKNOWN}
    item = replace(STACK["storage"], inputs=inputs, messages=[])
    rule = RULES["storage-shared-key-off"]
    for kind in ("ours", "stock"):
        fixed, _ = analyzers.remediate(analyzers.make(kind, [rule], settings=level(rule)), item)
        assert fixed.inputs == {**inputs, "allowSharedKeyAccess": False}


def test_nothing_is_written_over_an_unknown():
    inputs = {
        **STACK["storage"].inputs,
        "allowSharedKeyAccess": landscape.UNKNOWN,
        "defaultToOAuthAuthentication": False,
    }
    rule = RULES["storage-shared-key-off"]
    made = analyzers.make("ours", [rule], settings=level(rule))
    fixed, _ = analyzers.remediate(made, replace(STACK["storage"], inputs=inputs, messages=[]))
    assert fixed.inputs == {**inputs, "defaultToOAuthAuthentication": True}
    assert analyzers.verdict(analyzers.analyze(made, [fixed], stack=False), rule.id) is Verdict.UNKNOWN


def test_a_generic_resource_is_fixed_where_it_wrote_its_properties():
    inputs = {
        "resourceProviderNamespace": "Microsoft.Storage", "resourceType": "storageAccounts", "resourceName": "st1",
        "properties": {"AllowSharedKeyAccess": True},
    }  # fmt: skip
    rule = replace(
        RULES["storage-shared-key-off"], fix={"allowSharedKeyAccess": False, "defaultToOAuthAuthentication": True}
    )
    item = landscape.Item("raw", "azure-native:resources:Resource", "", inputs)
    fixed, _ = analyzers.remediate(analyzers.make("ours", [rule], settings=level(rule)), item)
    assert fixed.inputs["properties"] == {"AllowSharedKeyAccess": False, "defaultToOAuthAuthentication": True}


def mended(edits, inputs):
    """A resource after edits, through a rule that is always violated."""
    rule = replace(RULES["storage-shared-key-off"], check=lambda found: [found.violated("x", "y")], fix=lambda _: edits)
    item = replace(STACK["storage"], inputs=inputs, messages=[])
    fixed, done = analyzers.remediate(analyzers.make("ours", [rule], settings=level(rule)), item)
    return fixed.inputs, done[0].description if done else ""


@pytest.mark.parametrize(
    ("edits", "inputs", "expected", "told"),
    [
        ([Edit("a.b", "x")], {}, {"a": {"b": "x"}}, "`a.b` set to 'x' (was not set)"),
        ([Edit("a", ABSENT)], {"a": 1.0, "b": 2.0}, {"b": 2.0}, "`a` removed (was 1)"),
        ([Edit("a.b", ABSENT)], {"c": 1.0}, {"c": 1.0}, ""),
        ([Edit("l[0].x", True)], {"l": [{"x": False}]}, {"l": [{"x": True}]}, "`l[0].x` set to true (was false)"),
        ([Edit("l[1]", "b")], {"l": ["a"]}, {"l": ["a", "b"]}, "`l[1]` added: 'b'"),
        ([Edit("l[0]", ABSENT), Edit("l[2]", ABSENT)], {"l": ["a", "b", "c"]}, {"l": ["b"]}, "`l[0]` removed"),
        ([Edit("l[0].x", 1.0)], {}, {"l": [{"x": 1.0}]}, "`l[0].x` set to 1"),
        ([Edit("a.b", 1.0)], {"a": "text"}, {"a": "text"}, ""),
        ([Edit("a.b", 1.0)], {"a": landscape.UNKNOWN}, {"a": landscape.UNKNOWN}, ""),
        ([Edit("s", "x")], {"s": SECRET}, {"s": {**SECRET, "value": "x"}}, "(was a secret)"),
        ([Edit("a", "DENY")], {"a": "Deny"}, {"a": "Deny"}, ""),
    ],
)  # fmt: skip
def test_edits(edits, inputs, expected, told):
    after, text = mended(edits, inputs)
    assert after == expected
    assert told in text
    assert "hush" not in text
    assert bool(text) is bool(told)


def test_a_fix_that_raises_leaves_the_violation_and_says_so():
    def broken(_):
        raise ZeroDivisionError("bad fix")

    rule = replace(RULES["storage-shared-key-off"], fix=broken)
    items, _ = breached({"storage.allowSharedKeyAccess": True})
    for kind in ("ours", "stock"):
        made = analyzers.make(kind, [rule], settings=level(rule))
        item, done = analyzers.remediate(made, items["storage"])
        assert done == []
        [found] = analyzers.analyze(made, [item], stack=False)
        assert found.enforcementLevel == proto.MANDATORY
        assert "fix failed (ZeroDivisionError: bad fix)" in found.message


def test_a_rule_without_fix_cannot_be_put_on_remediate(tmp_path):
    path = tmp_path / "settings.json"
    rule = next(rule for rule in RULES.values() if not is_fixable(rule))
    path.write_text(json.dumps({"levels": {rule.id: "remediate"}}))
    with pytest.raises(SettingsError, match=f"rule '{rule.id}' has no fix; accepted: advisory, mandatory, disabled"):
        load(path, RULES.values())


def test_all_on_remediate_leaves_rules_without_fix_as_they_are():
    items, _ = breached({"storage.sku.name": "Standard_LRS", "storage.kind": "BlobStorage"})
    rule = replace(RULES["storage-shared-key-off"], fix=None)
    landscape.change(items, "storage.allowSharedKeyAccess", True)
    for kind in ("ours", "stock"):
        made = analyzers.make(kind, [rule], settings=Settings(levels={"all": "remediate"}))
        [found] = analyzers.analyze(made, [items["storage"]], stack=False)
        assert found.enforcementLevel == proto.MANDATORY
