"""What a check can say: compliant (nothing), violated, unknown, not applicable."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """Outcome of one rule on one subject. An unknown is an outcome of its own, never a pass."""

    COMPLIANT = "compliant"
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Violated:
    """The condition does not hold.

    `message` says what is wrong, `path` is the property as the program writes it (empty: a companion resource is
    missing), `remedy` replaces the rule's own remedy, `urn` names the resource when a stack rule found it.
    """

    message: str
    path: str = ""
    remedy: str = ""
    urn: str = ""


@dataclass(frozen=True)
class Unknown:
    """The value at `path` decides and is not known before deployment."""

    path: str
    urn: str = ""


@dataclass(frozen=True)
class NotApplicable:
    """The rule's type is right, but this resource is outside the rule's purpose."""

    reason: str
    urn: str = ""


@dataclass(frozen=True)
class Crashed:
    """The rule itself raised. Counts as violated: a rule that cannot judge must not let anything pass."""

    error: str
    urn: str = ""


@dataclass(frozen=True)
class Corrected:
    """The rule's fix made the resource compliant before deployment. `changes` says how."""

    changes: str
    urn: str = ""


Finding = Violated | Unknown | NotApplicable | Crashed | Corrected


class UnknownRead(Exception):  # noqa: N818 - not an error: the read that the verdict needs came too early
    """Raised by strict reads of a value that is not known yet; the judge turns it into `Unknown`."""

    def __init__(self, path: str, urn: str) -> None:
        super().__init__(path)
        self.path = path
        self.urn = urn


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Fold findings into one verdict: a violation outweighs an unknown, which outweighs everything else."""
    kinds = {type(finding) for finding in findings}
    if kinds & {Violated, Crashed}:
        return Verdict.VIOLATED
    if Unknown in kinds:
        return Verdict.UNKNOWN
    return Verdict.NOT_APPLICABLE if NotApplicable in kinds else Verdict.COMPLIANT
