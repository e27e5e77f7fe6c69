"""Content filters of a guardrail (`RaiPolicy`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from ai_policies.kit import UNKNOWN, Edit, Finding, Value, View, Violated, same

LIST = "properties.contentFilters"
GUARDRAILS = ("Microsoft.CognitiveServices/accounts/raiPolicies", "Microsoft.CognitiveServices/raiPolicies")
"""Guardrails of an account, and of a whole subscription."""
THRESHOLDS = ("Low", "Medium")
"""Severities from which a graded filter may begin to act; the one to write stands last."""


@dataclass(frozen=True)
class Filter:
    """A filter that a guardrail must have, enabled and blocking.

    Attributes:
        name: Azure's name of the filter (`Hate`, `Jailbreak`, ...).
        source: `Prompt` or `Completion`.
        thresholds: accepted severity thresholds, the one to write last; empty where the filter has none.
    """

    name: str
    source: str
    thresholds: tuple[str, ...] = ()

    def wanted(self) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Properties with the values they may have."""
        yield "enabled", (True,)
        yield "blocking", (True,)
        if self.thresholds:
            yield "severityThreshold", self.thresholds

    def is_same(self, item: View) -> bool:
        """Whether a filter of the guardrail is this one; raises `UnknownRead`."""
        return same(item.text("name"), self.name) and same(item.text("source"), self.source)


def expect(policy: View, *filters: Filter) -> Iterator[Finding]:
    """The guardrail must have these filters.

    Raises:
        UnknownRead: the list, or a filter's name or source, is not known yet.
    """
    items = policy.items(LIST)
    for wanted in filters:
        found = [item for item in items if wanted.is_same(item)]
        if not found:
            message = f"has no filter '{wanted.name}' on source '{wanted.source}'"
            yield Violated(message, policy.path_of(LIST), urn=policy.urn)
        for item in found:
            for key, values in wanted.wanted():
                yield from item.expect(key, *values)


def edits(policy: View, *filters: Filter) -> Iterator[Edit]:
    """What to change so that the guardrail has these filters; filters that are strict enough stay as they are."""
    items = policy.items(LIST)
    missing = len(items)
    for wanted in filters:
        found = [index for index, item in enumerate(items) if wanted.is_same(item)]
        if not found:
            values = {key: values[-1] for key, values in wanted.wanted()}
            yield Edit(f"{LIST}[{missing}]", {"name": wanted.name, "source": wanted.source, **values})
            missing += 1
        for index in found:
            for key, values in wanted.wanted():
                given = items[index].find(key)
                if given is not UNKNOWN and not any(same(given, value) for value in values):
                    yield Edit(f"{LIST}[{index}].{key}", values[-1])
