"""The same rules as ordinary pulumi_policy policies: metadata for the engine, and the way to run without dispatch."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.deserialize import serialize_properties
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from ai_policies.kit import remediation
from ai_policies.kit.findings import Corrected, Unknown
from ai_policies.kit.graph import Graph
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, Rule, StackRule, default_level
from ai_policies.kit.session import Report, Session
from ai_policies.kit.values import Bag, PlainBag

_LEVELS: Final = {
    "advisory": EnforcementLevel.ADVISORY,
    "mandatory": EnforcementLevel.MANDATORY,
    "remediate": EnforcementLevel.REMEDIATE,
    "disabled": EnforcementLevel.DISABLED,
}
P = TypeVar("P", bound=Policy)
_FRAMEWORK: Final = "ai-landing-zone controls"


def policies(rules: Sequence[Rule], session: Session) -> list[Policy]:
    """One policy per rule, in the rules' order."""
    return [_policy(rule, session) for rule in rules]


def _policy(rule: Rule, session: Session) -> Policy:
    metadata: dict[str, Any] = {
        "name": rule.id,
        "description": f"{rule.title}.",
        "enforcement_level": _LEVELS[default_level(rule)],
        "severity": Severity[rule.severity.name],
        "framework": PolicyComplianceFramework(name=_FRAMEWORK, reference=rule.control),
        "remediation_steps": rule.remedy,
        "url": rule.url,
    }
    if isinstance(rule, StackRule):
        return _leveled(StackValidationPolicy, rule, session)(validate=_stack_check(rule, session), **metadata)
    fix: Any = _resource_fix(rule, session) if rule.fix is not None else None  # the SDK's type wants a coroutine
    made = _leveled(ResourceValidationPolicy, rule, session)
    return made(validate=_resource_check(rule, session), remediate=fix, **metadata)


def _leveled(base: type[P], rule: Rule, session: Session) -> type[P]:
    """The SDK's class with the level in force in place of a fixed one; the SDK reads it before each judgement.

    The stack, and with it the settings file, is known from the first resource on, which is the stack itself.
    """
    level = property(lambda _: _LEVELS[session.level(rule)], lambda _, __: None)
    return cast("type[P]", type(base.__name__, (base,), {"enforcement_level": level}))


def _resource_check(rule: ResourceRule, session: Session) -> Callable[[ResourceValidationArgs, ReportViolation], None]:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        bag = _bag(args.props)
        settings = session.settings(args.urn)
        session.inputs[args.urn] = bag
        resource = Resource(args.urn, args.resource_type, bag)
        if resource.is_type(*rule.types):
            _tell(session.judge(rule, resource, settings), report, args)

    return validate


def _resource_fix(rule: ResourceRule, session: Session) -> Callable[[ResourceValidationArgs], Mapping[str, Any] | None]:
    def remediate(args: ResourceValidationArgs) -> Mapping[str, Any] | None:
        session.settings(args.urn)
        if session.waiver_in_force(rule, args.urn):
            return None
        properties = serialize_properties(args.props)
        made = remediation.remediate_one(session, rule, args.urn, args.resource_type, properties)
        return made.properties if made else None

    return remediate


def _stack_check(rule: StackRule, session: Session) -> Callable[[StackValidationArgs, ReportViolation], None]:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        resources = [_resource(resource, session) for resource in args.resources]
        if resources:
            graph = Graph(resources)
            _tell(session.judge_stack(rule, graph, session.settings(resources[0].urn)), report, args)

    return validate


def _resource(stock: PolicyResource, session: Session) -> Resource:
    outputs = _bag(stock.props)
    resource = Resource(stock.urn, stock.resource_type, session.inputs.get(stock.urn, outputs), outputs)
    resource.linked = {key: tuple(item.urn for item in items) for key, items in stock.property_dependencies.items()}
    resource.is_protected = stock.opts.protect
    return resource


def _bag(properties: Mapping[str, object]) -> Bag:
    # The proxy raises on unknown values; what it wraps has them as the engine's marks, which the bag decodes.
    return PlainBag(cast("Mapping[str, object]", properties["__target"]))


def _tell(
    reports: Sequence[Report], report: ReportViolation, args: ResourceValidationArgs | StackValidationArgs
) -> None:
    """Report what is violated.

    The SDK has a note for what is unknown. It has none for what is waived: a report takes the level of its policy, and
    no output of the engine shows why a policy did not apply. So waivers go to the standard error of the pack as well,
    which the engine shows among its diagnostics.
    """
    unknown = [item.finding for item in reports if isinstance(item.finding, Unknown)]
    waived = [item.text for item in reports if item.waiver]
    for item in reports:
        if not item.waiver and not isinstance(item.finding, Unknown | Corrected):
            report(item.text, item.urn)
    for text in waived:
        sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
    for finding in unknown:
        raise UnknownValueError(UNKNOWN_STRING_VALUE, finding.path.split("."))
    if waived and len(waived) == len(reports):
        args.not_applicable("\n".join(waived))
