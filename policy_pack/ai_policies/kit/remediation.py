"""What the level `remediate` does: runs the fixes of violated rules on a resource before the engine takes it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ai_policies.kit import messages
from ai_policies.kit.findings import UnknownRead, Verdict, verdict
from ai_policies.kit.fixes import fix
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, judge_resource
from ai_policies.kit.session import Session
from ai_policies.kit.values import PlainBag


@dataclass(frozen=True)
class Remediation:
    """A resource as a rule's fix left it; `text` says what changed."""

    rule: ResourceRule
    text: str
    properties: Mapping[str, Any]


def fixers(session: Session, urn: str, token: str) -> list[ResourceRule]:
    """The rules that may change a resource: they have a fix, their level is `remediate`, and no waiver is in force.

    Raises:
        SettingsError: the stack's settings cannot be used.
    """
    settings = session.settings(urn)
    if "remediate" not in {*settings.levels.values(), *session.engine_levels.values()}:
        return []
    candidates = [rule for rule in session.rules_of(token) if rule.fix is not None]
    return [
        rule for rule in candidates if session.level(rule) == "remediate" and session.waiver_in_force(rule, urn) is None
    ]


def remediate(session: Session, urn: str, token: str, properties: Mapping[str, Any]) -> list[Remediation]:
    """What the fixes make of a resource, rule by rule, each going on from where the one before stopped.

    Args:
        session: the run.
        urn: the resource's URN.
        token: its type token.
        properties: its properties as the engine sent them (JSON with the engine's marks).

    Raises:
        SettingsError: the stack's settings cannot be used.
    """
    done: list[Remediation] = []
    for rule in fixers(session, urn, token):
        if made := remediate_one(session, rule, urn, token, properties):
            done.append(made)
            properties = made.properties
    return done


def remediate_one(
    session: Session, rule: ResourceRule, urn: str, token: str, properties: Mapping[str, Any]
) -> Remediation | None:
    """What one rule's fix makes of a resource, None when the rule is not violated or nothing can be changed."""
    resource = Resource(urn, token, PlainBag(properties))
    if rule.fix is None or not resource.is_type(*rule.types):
        return None
    findings = judge_resource(rule, resource, session.settings(urn).parameters.get(rule.id, {}))
    if verdict(findings) is not Verdict.VIOLATED:
        return None
    try:
        fixed = fix(rule.fix, resource, findings, properties)
    except UnknownRead:
        return None  # the check says what is unknown
    except Exception as error:  # noqa: BLE001 - a fix's bug must surface under the rule's name, whatever it raises
        session.broken_fixes[rule.id, urn] = f"{type(error).__name__}: {error}"
        return None
    if fixed is None:
        return None
    text = messages.corrected(rule, resource.label, fixed.changes)
    session.corrections[rule.id, urn] = text
    return Remediation(rule, text, fixed.properties)
