"""What a rule is, and how one is judged."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from ai_policies.kit.findings import Crashed, Finding, Unknown, UnknownRead
from ai_policies.kit.fixes import Fix
from ai_policies.kit.graph import Graph
from ai_policies.kit.resource import Resource
from ai_policies.kit.values import Value


class Severity(Enum):
    """How bad a violation is; low ones are advisory unless the stack's settings say otherwise."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """Metadata that every rule has.

    Attributes:
        id: kebab-case name of the policy; the file has the same name with underscores.
        control: id of the control in the catalogue (`STG-001`).
        title: the secure condition as a statement.
        severity: see `Severity`.
        types: ARM types that the rule is about; a rule is not run where none of them occurs.
        remedy: what to write in the program instead.
        url: Microsoft's page on the subject.
        parameters: name -> default; a stack's settings file may override them.
    """

    id: str
    control: str
    title: str
    severity: Severity
    types: tuple[str, ...]
    remedy: str
    url: str
    parameters: Mapping[str, Value] = field(default_factory=dict[str, Value])


@dataclass(frozen=True, kw_only=True)
class ResourceRule(_Rule):
    """A rule that one resource decides.

    Attributes:
        check: says what is wrong with a resource.
        fix: says what to change in a resource that the check finds wrong, None where nobody but a person can know.
    """

    check: Callable[[Resource], Iterable[Finding]]
    fix: Fix | None = None


@dataclass(frozen=True, kw_only=True)
class StackRule(_Rule):
    """A rule that decides on one resource by looking at others.

    It is judged for each resource of its types by itself, so that what is unknown about one hides nothing about the
    next. A rule without types is judged once, for the stack.
    """

    check: Callable[[Graph, Resource], Iterable[Finding]]


Rule = ResourceRule | StackRule


def default_level(rule: Rule) -> str:
    """Level without settings: everything stops the deployment except what is of low severity."""
    return "advisory" if rule.severity is Severity.LOW else "mandatory"


def is_fixable(rule: Rule) -> bool:
    """Whether the rule can be put on level `remediate`."""
    return isinstance(rule, ResourceRule) and rule.fix is not None


def judge_resource(rule: ResourceRule, resource: Resource, parameters: Mapping[str, Value]) -> list[Finding]:
    """Findings of a resource rule; whatever it raises becomes a finding."""
    resource.parameters = {**rule.parameters, **parameters} if parameters else rule.parameters
    return _collect(lambda: rule.check(resource))


def judge_stack(rule: StackRule, graph: Graph, parameters: Mapping[str, Value]) -> list[Finding]:
    """Findings of a stack rule on all its resources; whatever it raises for one becomes a finding for that one."""
    graph.parameters = {**rule.parameters, **parameters} if parameters else rule.parameters
    subjects = graph.of(*rule.types) if rule.types else [graph.stack]
    return [finding for subject in subjects for finding in _judge_subject(rule, graph, subject)]


def _judge_subject(rule: StackRule, graph: Graph, subject: Resource) -> Iterable[Finding]:
    for finding in _collect(lambda: rule.check(graph, subject)):
        yield finding if finding.urn else replace(finding, urn=subject.urn)


def _collect(check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings.extend(check())
    except UnknownRead as read:
        findings.append(Unknown(read.path, read.urn))
    except Exception as error:  # noqa: BLE001 - a rule's bug must surface under the rule's name, whatever it raises
        findings.append(Crashed(f"{type(error).__name__}: {error}"))
    return findings
