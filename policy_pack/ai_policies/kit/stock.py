"""The same rules as ordinary pulumi_policy policies: metadata for the engine, and the way to run without dispatch."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

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
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from ai_policies.kit.findings import Unknown
from ai_policies.kit.graph import Graph
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, Rule, StackRule
from ai_policies.kit.session import Report, Session, default_level
from ai_policies.kit.values import Bag, PlainBag

_LEVELS: Final = {
    "advisory": EnforcementLevel.ADVISORY,
    "mandatory": EnforcementLevel.MANDATORY,
    "disabled": EnforcementLevel.DISABLED,
}
_FRAMEWORK: Final = "ai-landing-zone controls"


def policies(rules: Sequence[Rule], session: Session) -> list[Policy]:
    """One policy per rule, in the rules' order."""
    return [_policy(rule, session) for rule in rules]


def _policy(rule: Rule, session: Session) -> Policy:
    level = _LEVELS[default_level(rule)]
    severity = Severity[rule.severity.name]
    framework = PolicyComplianceFramework(name=_FRAMEWORK, reference=rule.control)
    description = f"{rule.title}."
    if isinstance(rule, ResourceRule):
        return ResourceValidationPolicy(
            name=rule.id,
            description=description,
            validate=_resource_check(rule, session),
            enforcement_level=level,
            severity=severity,
            framework=framework,
            remediation_steps=rule.remedy,
            url=rule.url,
        )
    return StackValidationPolicy(
        name=rule.id,
        description=description,
        validate=_stack_check(rule, session),
        enforcement_level=level,
        severity=severity,
        framework=framework,
        remediation_steps=rule.remedy,
        url=rule.url,
    )


def _resource_check(rule: ResourceRule, session: Session):  # noqa: ANN202 - the SDK names the callback's type
    types = {arm_type.casefold() for arm_type in rule.types}

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        bag = _bag(args.props)
        session.inputs[args.urn] = bag
        resource = Resource(args.urn, args.resource_type, bag)
        if resource.arm_type.casefold() in types:
            _tell(session.judge(rule, resource, session.settings(args.urn)), report)

    return validate


def _stack_check(rule: StackRule, session: Session):  # noqa: ANN202 - as above
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        resources = [_resource(resource, session) for resource in args.resources]
        if resources:
            graph = Graph(resources)
            _tell(session.judge_stack(rule, graph, session.settings(resources[0].urn)), report)

    return validate


def _resource(stock: PolicyResource, session: Session) -> Resource:
    outputs = _bag(stock.props)
    resource = Resource(stock.urn, stock.resource_type, session.inputs.get(stock.urn, outputs), outputs)
    resource.linked = {key: tuple(item.urn for item in items) for key, items in stock.property_dependencies.items()}
    return resource


def _bag(properties: Mapping[str, object]) -> Bag:
    # The proxy raises on unknown values; what it wraps has them as the engine's marks, which the bag decodes.
    return PlainBag(cast("Mapping[str, object]", properties["__target"]))


def _tell(reports: Sequence[Report], report: ReportViolation) -> None:
    """Report what is violated; the SDK turns the exception for what is unknown into an advisory note."""
    for item in reports:
        if not isinstance(item.finding, Unknown):
            report(item.text, item.urn)
    for item in reports:
        if isinstance(item.finding, Unknown):
            raise UnknownValueError(UNKNOWN_STRING_VALUE, item.finding.path.split("."))
