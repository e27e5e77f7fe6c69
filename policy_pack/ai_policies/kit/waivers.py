"""Waivers: dated exceptions from one rule, kept as data in a stack's settings."""

import fnmatch
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiver:
    """A dated exception from one rule for the resources whose URN matches a shell pattern.

    Attributes:
        rule: id of the rule.
        urn: shell pattern of the URNs, `*` matches anything.
        reason: why the rule is not followed there.
        owner: who answers for it.
        expires: the last day on which it holds.
        ticket: where it was decided.
        approved_by: who agreed to it.
        is_critical: whether the rule is of severity critical.
    """

    rule: str
    urn: str
    reason: str
    owner: str
    expires: date
    ticket: str
    approved_by: tuple[str, ...] = ()
    is_critical: bool = False

    def covers(self, rule: str, urn: str) -> bool:
        """Whether the waiver is about this rule and resource, whatever its date."""
        return self.rule == rule and fnmatch.fnmatchcase(urn, self.urn)

    def days_left(self, today: date) -> int:
        """Days until the last day on which it holds; negative when that is over."""
        return (self.expires - today).days

    @property
    def label(self) -> str:
        """The waiver as a message names it."""
        return f"{self.rule} for {self.urn} ({self.ticket}, {self.owner})"
