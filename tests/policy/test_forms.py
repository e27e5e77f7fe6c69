"""Every rule, on every form in which a program can write its resources: the verdict is the same."""

import functools
from pathlib import Path

import analyzers
import landscape
import pytest
import yaml

from ai_policies.arm_child_types import FIXED_NAMES
from ai_policies.arm_shapes import KEEPS_PROPERTIES, RENAMED, WRAPPED
from ai_policies.kit import tokens
from ai_policies.kit.findings import Verdict
from ai_policies.kit.registry import all_rules
from ai_policies.kit.rule import ResourceRule, StackRule
from ai_policies.kit.session import WAIVER_RULES

pytestmark = pytest.mark.thorough

RULES = {rule.id: rule for rule in all_rules() if isinstance(rule, ResourceRule)}
STACK_RULES = {rule.id: rule for rule in all_rules() if isinstance(rule, StackRule) and rule.id not in WAIVER_RULES}
CASES = {}
for file in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
    CASES |= yaml.safe_load(file.read_text())
STACKS = {deployed: landscape.load(deployed=deployed) for deployed in (True, False)}
STACK = STACKS[True]
ENVELOPE = ("location", "tags", "sku", "kind", "identity", "zones", "plan", "extendedLocation", "managedBy")
# Judged by the API version that the program asks for, which these forms change.
BY_VERSION = {"ai-account-no-stored-completions"}
# These lie on other resources, by an id that the landscape does not write out: programs use their classes.
EXTENSIONS = ("Microsoft.Authorization", "Microsoft.Insights", "Microsoft.Security", "Microsoft.SecurityInsights")
BREACHES = [
    pytest.param(rule, breach, id=f"{rule}-{index}")
    for rule, case in CASES.items()
    if rule in RULES and rule not in BY_VERSION
    for index, breach in enumerate(case.get("breaches", []))
    if "drop" not in breach and breach.get("only") != "preview"
]


def versioned(item, form):
    """The same with the token of azure-native 1 and 2, or of a parameterised package; None where it has one already."""
    if item.token == tokens.GENERIC or not item.token.startswith("azure-native:"):
        return None
    module, name = item.token.removeprefix("azure-native:").split(":")
    token = {
        "older": f"azure-native:{module}/v20240101preview:{name}",
        "parameterised": f"azure-native_{module}_v20240101:{module}:{name}",
    }[form]
    return landscape.Item(item.name, token, item.arm_id, item.inputs, item.outputs, item.links)


def generic(item):
    """The same as `resources.Resource`, in ARM's shape; None where the class hides the name, as ARM does not."""
    module_class = item.token.removeprefix("azure-native:")
    if item.token == tokens.GENERIC or module_class in FIXED_NAMES or ":" not in module_class:
        return None
    parts = item.arm_id.rpartition("/providers/")[2].split("/")
    of_type = landscape.arm_type(item).casefold()
    inputs_of_names = {end: tokens.name_input("/".join([parts[0], *parts[1:end:2]])) for end in range(2, len(parts), 2)}
    for end, name in inputs_of_names.items():
        given = item.inputs.get(name)
        parts[end] = given if isinstance(given, str) and given != landscape.UNKNOWN else parts[end]
    names = set(inputs_of_names.values())
    inside = {key: value for key, value in item.inputs.items() if key not in {*ENVELOPE, *names, "resourceGroupName"}}
    if of_type in KEEPS_PROPERTIES:
        inside = item.inputs.get("properties")
    elif wrapper := WRAPPED.get(of_type):
        inside = item.inputs.get(wrapper)
    else:
        back = {ours: theirs for theirs, ours in RENAMED.get(of_type, {}).items()}
        inside = {back.get(key, key): value for key, value in inside.items()}
    inputs = {key: item.inputs[key] for key in ENVELOPE if key in item.inputs} | {
        "resourceGroupName": "rg-ai",
        "resourceProviderNamespace": parts[0],
        "parentResourcePath": "/".join(parts[1:-2]),
        "resourceType": parts[-2],
        "resourceName": parts[-1],
    }
    if inside is not None:
        inputs["properties"] = inside
    return landscape.Item(item.name, tokens.GENERIC, item.arm_id, inputs, item.outputs, item.links)


FORMS = {
    "generic": generic,
    "older": lambda item: versioned(item, "older"),
    "parameterised": lambda item: versioned(item, "parameterised"),
}


def rewritten(items, form):
    return [made for item in items if (made := FORMS[form](item)) is not None]


def verdicts(items, rules):
    found = analyzers.analyze(analyzers.make("ours", rules), items, stack=False)
    return {
        rule.id: verdict for rule in rules if (verdict := analyzers.verdict(found, rule.id)) is not Verdict.COMPLIANT
    }


@pytest.mark.parametrize("form", FORMS)
def test_what_complies_complies_in_every_form(form):
    items = rewritten(STACK.values(), form)
    assert len(items) > 100
    assert verdicts(items, [rule for rule in RULES.values() if rule.id not in BY_VERSION]) == {}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("rule", "breach"), BREACHES)
def test_a_breach_is_one_in_every_form(rule, breach, form):
    items = dict(STACK)
    changed = {
        landscape.change(items, path, value).name for path, value in breach.items() if path not in ("only", "unfixable")
    }
    forms = rewritten([items[name] for name in sorted(changed)], form)
    if len(forms) < len(changed):
        return  # written in a form of its own already, or a class without a name
    assert verdicts(forms, [RULES[rule]]) == {rule: Verdict.VIOLATED}


def in_stack(item, form):
    """An item for a whole stack in one form; what has no such form stays as it is."""
    stays = form == "generic" and landscape.arm_type(item).startswith(EXTENSIONS)
    made = item.copy() if stays else FORMS[form](item) or item.copy()
    made.links = {}
    for key, urns in item.links.items():
        # Of a generic resource the engine records that something came from `properties`, and no more.
        written = key if made.token != tokens.GENERIC or key in made.inputs else "properties"
        made.links.setdefault(written, []).extend(urns)
    return made


@functools.cache
def whole(form, deployed):
    return {name: in_stack(item, form) for name, item in STACKS[deployed].items()}


def rewritten_stack(items, form, deployed):
    """A stack in one form, links included; only what differs from the compliant stack is made anew."""
    same = {
        name: whole(form, deployed)[name] if item is STACKS[deployed][name] else in_stack(item, form)
        for name, item in items.items()
    }
    urns = {item.urn: same[name].urn for name, item in items.items()}
    for item in same.values():
        item.links = {key: [urns.get(urn, urn) for urn in found] for key, found in item.links.items()}
    return same.values()


@pytest.mark.parametrize("deployed", [True, False], ids=["deployed", "preview"])
@pytest.mark.parametrize("form", FORMS)
def test_a_stack_that_complies_complies_in_every_form(form, deployed):
    items = rewritten_stack(STACKS[deployed], form, deployed)
    assert analyzers.analyze(analyzers.make("ours", list(STACK_RULES.values())), items) == []


@pytest.mark.parametrize(
    ("rule", "breach"),
    [(rule, breach) for rule, case in CASES.items() if rule in STACK_RULES for breach in case.get("breaches", [])],
)
def test_a_stack_of_generic_resources_hides_no_breach(rule, breach):
    """Fewer links are known there before deployment, so that a breach may be unknown; it is never a pass."""
    deployed = breach.get("only") == "deployed"
    items = dict(STACKS[deployed])
    for path, value in breach.items():
        if path == "drop":
            landscape.drop(items, value)
        elif path not in ("only", "unfixable"):
            landscape.change(items, path, value)
    found = analyzers.analyze(analyzers.make("ours", [STACK_RULES[rule]]), rewritten_stack(items, "generic", deployed))
    assert analyzers.verdict(found, rule) is not Verdict.COMPLIANT
