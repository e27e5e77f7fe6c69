"""Every rule of the simulated Azure in one list, and what is known about a type."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

from simulated_azure import services
from simulated_azure.arm import conditions, directory, policies, requests, throttling
from simulated_azure.arm.concurrency import GUARDS
from simulated_azure.arm.names import NAME_RULES
from simulated_azure.arm.rules import REGISTRY, Rule
from simulated_azure.services import reach
from simulated_azure.services.private_link import GROUPS

_KERNEL = (directory, policies, requests, throttling)
"""Modules that note their checks when they are imported."""
ASPECTS = ("name", "validity", "create-only", "parallel writes", "deletion", "soft delete", "effects", "private link",
           "data plane", "links")  # fmt: skip
_PHASES = {
    "name": "name", "put": "validity", "update": "create-only", "parallel": "parallel writes", "delete": "deletion",
    "effect": "effects", "data": "data plane", "access": "links",
}  # fmt: skip


@dataclass
class Coverage:
    """What is known about one type: aspect -> number of rules, and who says so."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    sources: set[str] = field(default_factory=set[str])


def all_rules() -> list[Rule]:
    """Rules of the services and the kernel, names and parents with a guard, in a stable order."""
    services.load()
    found = [*REGISTRY.rules, conditions.RULE, *reach.rules()]
    for arm_type, rule in NAME_RULES.items():
        found.append(Rule((arm_type,), "name", "name", f"Accepted: {rule.accepted or rule.pattern}.", rule.source))
    for guard in GUARDS:
        how = "accepts a second write and fails it" if guard.deferred else "refuses a second write"
        summary = f"Parent {how}: {guard.status} {guard.code}."
        found.append(Rule((guard.parent,), "parallel", "guard", summary, guard.source))
    return sorted(found, key=lambda rule: (rule.types[0].lower(), rule.phase, rule.name, rule.summary))


def by_type(rules: Iterable[Rule]) -> dict[str, Coverage]:
    """Coverage of each type (lower case) that a rule names."""
    found: dict[str, Coverage] = {}
    for rule in rules:
        for arm_type in rule.types:
            if arm_type == "*":
                continue
            entry = found.setdefault(arm_type.lower(), Coverage())
            aspect = "soft delete" if rule.name == "soft_delete" else _PHASES[rule.phase]
            entry.counts[aspect] = entry.counts.get(aspect, 0) + 1
            entry.sources.add(rule.source)
    for arm_type in GROUPS:
        found.setdefault(arm_type, Coverage()).counts["private link"] = 1
    return found


@functools.cache
def has_rules(arm_type: str) -> bool:
    """Whether the simulation knows more of a type than to store it: a rule, a default or a computed value."""
    services.load()
    key = arm_type.lower()
    known = key in NAME_RULES or any(
        key in table
        for table in (
            REGISTRY.put_checks, REGISTRY.delete_checks, REGISTRY.computed, REGISTRY.defaults, REGISTRY.immutable,
            REGISTRY.normalisers, REGISTRY.written, REGISTRY.soft_delete, REGISTRY.singletons,
        )
    )  # fmt: skip
    return known or any(key == guard.parent for guard in GUARDS)
