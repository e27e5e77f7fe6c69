"""What every rule file has to look like; ids are frozen, because waivers and levels name them."""

import importlib
import inspect
import re
from pathlib import Path

import landscape
import pytest
import yaml

from ai_policies.arm_child_types import FIXED_NAMES, UNTYPED
from ai_policies.arm_shapes import KEEPS_PROPERTIES
from ai_policies.arm_types import ARM_TYPES
from ai_policies.kit import tokens
from ai_policies.kit.registry import all_rules, modules
from ai_policies.kit.rule import ResourceRule
from ai_policies.kit.session import WAIVER_RULES
from ai_policies.taggable import TAGGABLE

RULES = {rule.id: rule for rule in all_rules()}
FROZEN = (Path(__file__).parent / "frozen_ids.txt").read_text().split()


def test_file_name_is_the_id():
    for module in modules():
        assert module.RULE.id == module.__name__.rpartition(".")[2].replace("_", "-")


def test_ids_are_frozen():
    assert sorted(RULES) == FROZEN, "add a new rule's id to frozen_ids.txt; never rename or remove one"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_metadata_is_complete(rule):
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule.id)
    assert re.fullmatch(r"[A-Z]{2,4}-\d{3}", rule.control)
    assert rule.url.startswith("https://learn.microsoft.com/azure/")
    assert not rule.title.endswith(".")
    assert rule.title[0].isupper()
    assert rule.remedy.endswith(".")
    assert rule.types or rule.id in WAIVER_RULES


def test_types_of_rules_are_known_to_the_normaliser():
    known = {arm_type.casefold() for arm_type, _ in (ARM_TYPES | FIXED_NAMES).values()}
    known |= {arm_type.casefold() for arm_type in UNTYPED}
    for rule in RULES.values():
        assert {arm_type.casefold() for arm_type in rule.types} <= known, rule.id


def test_the_compliant_stack_has_every_type_that_a_resource_rule_judges():
    present = {landscape.arm_type(item).casefold() for item in landscape.load(deployed=True).values()}
    for rule in RULES.values():
        if isinstance(rule, ResourceRule):
            assert present & {arm_type.casefold() for arm_type in rule.types}, rule.id


def _sdk_class(token: str) -> type | None:
    module, name = token.split(":")
    package = importlib.import_module(f"pulumi_azure_native.{module}")
    return getattr(package, name, None)


@pytest.mark.thorough
def test_taggable_types_take_tags_and_a_location():
    for token, (arm_type, _) in ARM_TYPES.items():
        if arm_type in TAGGABLE:
            assert {"tags", "location"} <= _arguments(token), token


@pytest.mark.thorough
def test_remedies_name_arguments_that_the_sdk_has():
    """`name=` in a remedy is an argument of a class the remedy mentions or of the rule's own types."""
    for rule in RULES.values():
        classes = [
            token
            for token, (arm_type, _) in (ARM_TYPES | FIXED_NAMES).items()
            if arm_type in rule.types or re.search(rf"\b{token.partition(':')[2]}\(", rule.remedy)
        ]
        arguments = {name for token in classes for name in _arguments(token)}
        for code in re.findall(r"`([^`]*)`", rule.remedy):
            for name in _written_arguments(code):
                assert name in arguments, (rule.id, name)


def _written_arguments(code: str) -> list[str]:
    """Keyword arguments in a snippet, without what stands in strings, dictionaries and XML."""
    code = re.sub(r'"[^"]*"|<[^>]*>', "", code)
    while "{" in code:
        code = re.sub(r"\{[^{}]*\}", "", code)
    return re.findall(r"\b([a-z_]+)=", code)


def _arguments(token: str) -> set[str]:
    found = _sdk_class(token)
    assert found is not None, token
    return set(inspect.signature(found._internal_init).parameters)


@pytest.mark.parametrize("module", sorted({token.partition(":")[0] for token in ARM_TYPES}))
def test_arm_types_agree_with_the_sdk(module):
    for token, (arm_type, name) in ARM_TYPES.items():
        if token.partition(":")[0] != module:
            continue
        arguments = {re.sub(r"_(\w)", lambda found: found[1].upper(), item) for item in _arguments(token)}
        assert name in arguments, token
        flattened = "properties" not in arguments or token == "apimanagement:Backend"
        assert flattened == (arm_type.casefold() not in KEEPS_PROPERTIES), token


@pytest.mark.thorough
def test_every_older_token_of_a_class_is_seen_as_the_same_arm_type():
    """What azure-native 1 and 2 called a class stands in the aliases of its source."""
    compared = 0
    for token, (arm_type, _) in (ARM_TYPES | FIXED_NAMES).items():
        found = _sdk_class(token)
        assert found is not None, token
        for older in re.findall(r'type_="([^"]+)"', Path(inspect.getfile(found)).read_text(encoding="utf-8")):
            compared += 1
            assert tokens.arm_type(older) == arm_type, (token, older)
    assert compared > 5000


def test_every_module_below_rules_is_found():
    package = importlib.import_module("ai_policies.rules")
    files = [path for path in Path(package.__path__[0]).rglob("*.py") if path.name != "__init__.py"]
    assert len(files) == len(RULES) == len(list(modules()))


def test_case_files_are_valid_yaml_with_unique_rules():
    seen: list[str] = []
    for file in (Path(__file__).parent / "cases").glob("*.yaml"):
        seen += yaml.safe_load(file.read_text())
    assert len(seen) == len(set(seen))


def test_name_inputs_are_unambiguous_along_an_id():
    for arm_type, name in ARM_TYPES.values():
        parent = arm_type.rpartition("/")[0]
        if tokens.name_input(parent):
            assert tokens.name_input(parent) != name, arm_type
