"""Selections: which rules a stack runs, and how strictly, as queries over what is known about each rule.

What a rule contributes to (frameworks, row of the process) is generated from the project's knowledge into
`controls.json`, so the pack needs nothing but its own folder.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, cast

from ai_policies.kit.registry import service
from ai_policies.kit.rule import Rule, Severity, default_level

DATA: Final = Path(__file__).parents[1] / "controls.json"
BY_SEVERITY: Final = "by severity"
"""In place of a level: what the rule's severity says."""


@dataclass(frozen=True)
class Facts:
    """What a control contributes to: a row of the process, and framework -> ids of its requirements."""

    rows: tuple[str, ...] = ()
    frameworks: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def requirements(self) -> tuple[str, ...]:
        """Ids of requirements of all frameworks."""
        return tuple(item for ids in self.frameworks.values() for item in ids)


@dataclass(frozen=True)
class Query:
    """Which rules are meant: each facet that is given must agree, by one of its values."""

    services: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    def matches(self, rule: Rule) -> bool:
        """Whether the rule is meant."""
        own = facets(rule)
        return all(not wanted or not own[name].isdisjoint(wanted) for name, wanted in vars(self).items())


SELECTIONS: Final[Mapping[str, tuple[tuple[Query, str], ...]]] = {
    "baseline": (
        (Query(severities=("critical", "high")), "mandatory"),
        (Query(severities=("medium",)), "advisory"),
    ),
    "regulated": (
        (Query(severities=("critical", "high")), "mandatory"),
        (Query(frameworks=("mcsb-v2",)), "mandatory"),
        (Query(), BY_SEVERITY),
    ),
    "strict": ((Query(), "mandatory"),),
}
"""Name -> steps; the first step whose query means a rule gives its level, a rule that none means is disabled.

`baseline` stops what no workload should ship with and shows what is worth mending; `regulated` also stops whatever
the Microsoft cloud security benchmark asks for, however small; `strict` stops everything.
"""


def levels(selection: str | Query, rules: Iterable[Rule]) -> dict[str, str]:
    """Rule id -> level, for every rule.

    Args:
        selection: a name in `SELECTIONS`, or a query: what it means is judged by severity, the rest not at all.
        rules: the rules to choose from.
    """
    steps = SELECTIONS[selection] if isinstance(selection, str) else ((selection, BY_SEVERITY),)
    return {rule.id: _level(steps, rule) for rule in rules}


def facets(rule: Rule, contributions: Mapping[str, Facts] | None = None) -> dict[str, frozenset[str]]:
    """Facet -> the rule's values; `contributions` stand in for what the pack carries."""
    facts = (contributions or known()).get(rule.control, Facts())
    return {
        "services": frozenset({service(rule)}),
        "severities": frozenset({rule.severity.value}),
        "frameworks": frozenset(facts.frameworks),
        "requirements": frozenset(facts.requirements),
        "rows": frozenset(facts.rows),
    }


def vocabulary(rules: Iterable[Rule], contributions: Mapping[str, Facts] | None = None) -> dict[str, list[str]]:
    """Facet -> the values that a query may name; `contributions` stand in for what the pack carries."""
    found: dict[str, set[str]] = {"severities": {item.value for item in Severity}}
    for rule in rules:
        for name, values in facets(rule, contributions).items():
            found.setdefault(name, set()).update(values)
    return {name: sorted(values) for name, values in found.items()}


@cache
def known() -> Mapping[str, Facts]:
    """Control id -> what it contributes to."""
    return parse(DATA.read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Facts]:
    """The content of `controls.json`."""
    raw = cast("Mapping[str, Mapping[str, object]]", json.loads(text))
    return {control: _facts(item) for control, item in raw.items()}


def _facts(item: Mapping[str, object]) -> Facts:
    frameworks = cast("Mapping[str, list[str]]", item["frameworks"])
    rows = cast("list[str]", item["rows"])
    return Facts(tuple(rows), {name: tuple(ids) for name, ids in frameworks.items()})


def _level(steps: Iterable[tuple[Query, str]], rule: Rule) -> str:
    wanted = next((level for query, level in steps if query.matches(rule)), "disabled")
    return default_level(rule) if wanted == BY_SEVERITY else wanted
