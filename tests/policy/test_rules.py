"""Each rule on the compliant stack with one thing changed, in our analyzer and in the stock one: same verdict."""

from pathlib import Path
from typing import Any

import analyzers
import landscape
import pytest
import yaml

from ai_policies.kit.findings import Verdict
from ai_policies.kit.registry import all_rules
from ai_policies.kit.rule import ResourceRule, Rule
from ai_policies.kit.session import WAIVER_RULES

RULES = {rule.id: rule for rule in all_rules()}
CASES: dict[str, dict[str, Any]] = {}
for file in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
    CASES |= yaml.safe_load(file.read_text())
STACKS = {deployed: landscape.load(deployed=deployed) for deployed in (True, False)}


def _marks(breach: dict[str, Any], state: str) -> list[pytest.MarkDecorator]:
    """A preview is the gate, so the fast tests judge each breach there; `make test` judges it deployed as well."""
    return [pytest.mark.thorough] if state == "deployed" and "only" not in breach else []


BREACHES = [
    pytest.param(
        rule, breach, state == "deployed", id=f"{rule}-{list(breach)[-1]}-{state}", marks=_marks(breach, state)
    )
    for rule, case in CASES.items()
    for breach in case.get("breaches", [])
    for state in ("deployed", "preview")
    if breach.get("only", state) == state
]
UNKNOWNS = [(rule, path) for rule, case in CASES.items() for path in case.get("unknown", [])]


def _verdicts(
    rule: Rule, items: dict[str, landscape.Item], changed: set[str], kinds: tuple[str, ...] = ("ours", "stock")
) -> tuple[Verdict, list[str]]:
    """The verdict, after both analyzers agreed on it, and our messages."""
    single = isinstance(rule, ResourceRule)
    types = {arm_type.casefold() for arm_type in rule.types}
    asked = [
        item
        for name, item in items.items()
        if not single or (name in changed if changed else landscape.arm_type(item).casefold() in types)
    ]
    found = {kind: analyzers.analyze(analyzers.make(kind, [rule]), asked, stack=not single) for kind in kinds}
    verdicts = {kind: analyzers.verdict(diagnostics, rule.id) for kind, diagnostics in found.items()}
    assert len(set(verdicts.values())) == 1, (verdicts, found)
    return verdicts["ours"], [diagnostic.message for diagnostic in found["ours"]]


def _changed(deployed: bool, breach: dict[str, Any]) -> tuple[dict[str, landscape.Item], set[str]]:
    items = dict(STACKS[deployed])
    names = set()
    for path, value in breach.items():
        if path == "drop":
            landscape.drop(items, value)
        elif path not in ("only", "unfixable"):
            names.add(landscape.change(items, path, value).name)
    return items, names


@pytest.mark.parametrize("deployed", [True, False], ids=["deployed", "preview"])
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.thorough
def test_compliant_stack_violates_nothing(rule, deployed):
    verdict, messages = _verdicts(rule, STACKS[deployed], set())
    assert verdict in ({Verdict.COMPLIANT} if deployed else {Verdict.COMPLIANT, Verdict.UNKNOWN}), messages


@pytest.mark.parametrize(("rule", "breach", "deployed"), BREACHES)
def test_breach_is_violated_and_explained(rule, breach, deployed):
    items, changed = _changed(deployed, breach)
    # The stock analyzer decodes the whole stack for each stack rule: once a breach is enough to compare the two.
    both = isinstance(RULES[rule], ResourceRule) or not deployed or breach.get("only") == "deployed"
    verdict, messages = _verdicts(RULES[rule], items, changed, ("ours", "stock") if both else ("ours",))
    assert verdict is Verdict.VIOLATED, messages
    text = next(message for message in messages if "unknown until" not in message)
    assert rule in text
    assert RULES[rule].control in text
    assert RULES[rule].remedy in text
    assert "'" in text.split(":")[0], "the message names the resource"


@pytest.mark.parametrize(("rule", "path"), UNKNOWNS, ids=[f"{rule}-{path}" for rule, path in UNKNOWNS])
def test_unknown_is_reported_never_passed(rule, path):
    items, changed = _changed(True, {path: landscape.UNKNOWN})
    verdict, messages = _verdicts(RULES[rule], items, changed)
    assert verdict is Verdict.UNKNOWN, messages
    assert all("unknown until deployment: `" in message for message in messages)


def test_every_rule_has_breaches_and_unknowns():
    judged_elsewhere = WAIVER_RULES
    for rule in RULES.keys() - judged_elsewhere:
        assert CASES[rule]["breaches"], rule
        assert CASES[rule]["unknown"], rule
    assert CASES.keys() <= RULES.keys()
