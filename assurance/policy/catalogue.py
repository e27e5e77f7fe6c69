"""The rules of the pack as the writers need them."""

from collections.abc import Sequence

from ai_policies.kit.registry import modules
from ai_policies.kit.rule import Rule as PackRule
from assurance.policy.model import Rule


def rules() -> Sequence[Rule]:
    """Every rule of the pack, ordered by id."""
    found = [_rule(module.RULE, module.__name__.split(".")[-2]) for module in modules()]
    return sorted(found, key=lambda rule: rule.id)


def _rule(rule: PackRule, service: str) -> Rule:
    return Rule(rule.id, rule.title, rule.severity.value, rule.control, service, rule.remedy, rule.url)
