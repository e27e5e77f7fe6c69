"""Finds the rules: every module below `ai_policies.rules` has one `RULE`."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from ai_policies import rules
from ai_policies.kit.rule import ResourceRule, Rule, StackRule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the pack, ordered by id.

    Raises:
        TypeError: a module below `rules` has no `RULE`.
    """
    return tuple(sorted((_rule(module) for module in modules()), key=lambda rule: rule.id))


@cache
def _services() -> dict[str, str]:
    return {_rule(module).id: module.__name__.split(".")[-2] for module in modules()}


def service(rule: Rule) -> str:
    """The service that a rule belongs to: its folder below `rules`; empty for a rule from elsewhere."""
    return _services().get(rule.id, "")


def modules() -> list[ModuleType]:
    """The rule modules."""
    found = pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")
    return [importlib.import_module(item.name) for item in found if not item.ispkg]


def _rule(module: ModuleType) -> Rule:
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, ResourceRule | StackRule):
        raise TypeError(f"{module.__name__}: RULE must be a ResourceRule or a StackRule")
    return rule
