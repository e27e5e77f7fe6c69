"""What a run of the pack found, in the form that every writer reads."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class Status(Enum):
    """What became of a rule on a resource; the order is from worst to best."""

    FAILED = "failed"
    """The rule itself raised, so it judged nothing: counts as a violation."""
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    """A value that decides is not known before deployment."""
    WAIVED = "waived"
    REMEDIATED = "remediated"
    """The pack changed the resource; what is deployed complies."""


@dataclass(frozen=True)
class Place:
    """Where a resource is written: a file relative to the project, and the line (1 and up)."""

    file: str
    line: int = 1


@dataclass(frozen=True)
class Rule:
    """What is known about a rule, for readers of a report.

    Attributes:
        id: name of the policy.
        title: the secure condition as a statement.
        severity: `low`, `medium`, `high` or `critical`.
        control: id of its control in the catalogue.
        service: the service that it is about.
        remedy: what to write instead.
        url: Microsoft's page on the subject.
        requirements: framework -> ids of the requirements (of ATLAS also the techniques) that the rule contributes to.
        counterparts: `azure_policy`, `psrule`, `checkov` -> ids of their rules on the same condition.
    """

    id: str
    title: str
    severity: str = "medium"
    control: str = ""
    service: str = ""
    remedy: str = ""
    url: str = ""
    requirements: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]], hash=False)
    counterparts: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]], hash=False)


@dataclass(frozen=True)
class Result:
    """One rule on one resource.

    Attributes:
        rule: id of the rule.
        urn: the resource, empty for the stack as a whole.
        status: the worst of what was reported.
        level: `mandatory` stops a deployment, `advisory` does not.
        messages: what the pack said, in full.
        place: where the resource is written; the stack file when nobody knows.
        exact: whether `place` is the resource's own line.
    """

    rule: Rule
    urn: str
    status: Status
    level: str
    messages: tuple[str, ...]
    place: Place
    exact: bool = False

    @property
    def stops(self) -> bool:
        """Whether this result stops a deployment."""
        return self.level == "mandatory" and self.status in {Status.FAILED, Status.VIOLATED}

    @property
    def fingerprint(self) -> str:
        """The same for the same rule and resource, whatever the message, the line or the run."""
        return hashlib.sha256(f"{self.rule.id}\n{self.urn}".encode()).hexdigest()[:32]

    @property
    def resource(self) -> str:
        """Logical name and type, short enough for a table."""
        if not self.urn:
            return "the stack"
        token, _, name = self.urn.rpartition("::")
        return f"{name} ({token.rpartition('::')[2].rpartition('$')[2]})"


@dataclass(frozen=True)
class Run:
    """A run of the pack over one stack.

    Attributes:
        results: worst first, then by rule and resource.
        rules: every rule that is known, by id; those without a result passed, unless they are `disabled`.
        stack: name of the stack.
        source: `preview` or `deployed`.
        resources: how many resources were judged.
        pack: name and version of the pack.
        disabled: id of a rule that the stack switched off -> why; such a rule judged nothing.
        errors: why the run as a whole is no good, for instance a program that fails; empty otherwise.
    """

    results: Sequence[Result]
    rules: Sequence[Rule]
    stack: str
    source: str
    resources: int
    pack: tuple[str, str]
    errors: tuple[str, ...] = ()
    disabled: Mapping[str, str] = field(default_factory=dict[str, str])

    def of(self, *statuses: Status) -> list[Result]:
        """Results with one of these statuses."""
        return [result for result in self.results if result.status in statuses]

    @property
    def stopping(self) -> list[Result]:
        """Results that stop a deployment."""
        return [result for result in self.results if result.stops]

    @property
    def notes(self) -> list[Result]:
        """Violations that do not stop a deployment."""
        return [result for result in self.of(Status.VIOLATED, Status.FAILED) if not result.stops]

    @property
    def counts(self) -> dict[str, int]:
        """How many results there are of each kind, and how many rules had nothing to say."""
        counted = Counter(result.status for result in self.results)
        concerned = {result.rule.id for result in self.results}
        return {
            "stopping": len(self.stopping),
            "notes": len(self.notes),
            **{status.value: counted[status] for status in (Status.UNKNOWN, Status.WAIVED, Status.REMEDIATED)},
            "disabled": len(self.disabled),
            "quiet_rules": sum(rule.id not in concerned and rule.id not in self.disabled for rule in self.rules),
        }

    @property
    def verdict(self) -> str:
        """One word: `error` (not judged), `stopped`, or `passed`."""
        if self.errors:
            return "error"
        return "stopped" if self.stopping else "passed"

    @property
    def headline(self) -> str:
        """The verdict as a sentence."""
        what = "the preview" if self.source == "preview" else "what is deployed"
        if self.errors:
            return f"Stack {self.stack}: could not be judged."
        if self.stopping:
            return f"Stack {self.stack}: {number(len(self.stopping), 'breach', 'breaches')} in {what}."
        return f"Stack {self.stack}: no breach in {what}."


def number(count: int, one: str, many: str) -> str:
    """A count with its noun: `1 breach`, `2 breaches`."""
    return f"{count:,} {one if count == 1 else many}"
