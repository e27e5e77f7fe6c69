"""The rules of the pack as the writers need them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ai_policies.kit.registry import all_rules, service
from ai_policies.kit.rule import Rule as PackRule
from ai_policies.kit.session import Session
from assurance.policy.model import Rule
from knowledge.catalogue import controls
from knowledge.frameworks import requirements_of


def rules() -> Sequence[Rule]:
    """Every rule of the pack, ordered by id."""
    return sorted((_rule(rule) for rule in all_rules()), key=lambda rule: rule.id)


def disabled(stack: str, folder: Path) -> Mapping[str, str]:
    """Rules that a stack's settings switch off -> the reason that they give.

    Raises:
        SettingsError: the settings cannot be used; the pack itself stops then.
    """
    session = Session(all_rules(), folder)
    settings = session.settings(f"urn:pulumi:{stack}::project::type::name")
    return {
        rule.id: settings.reasons.get(rule.id) or _why(settings.source, named=rule.id in settings.levels)
        for rule in all_rules()
        if session.level(rule) == "disabled"
    }


def _why(source: str, *, named: bool) -> str:
    return f"no reason is given in {source}" if named else f"not in the selection of {source}"


def _rule(rule: PackRule) -> Rule:
    return Rule(
        id=rule.id,
        title=rule.title,
        severity=rule.severity.value,
        control=rule.control,
        service=service(rule),
        remedy=rule.remedy,
        url=rule.url,
        requirements=_requirements(rule.control),
        counterparts={name: ids for name, ids in controls()[rule.control].anchors.model_dump().items() if ids},
    )


def _requirements(control: str) -> Mapping[str, Sequence[str]]:
    """Framework -> ids; the techniques of ATLAS that a control names stand behind its mitigations."""
    found = requirements_of(control)
    techniques = [id_ for id_ in controls()[control].mappings.atlas if id_.startswith("AML.T")]
    return {**found, "mitre-atlas": [*found.get("mitre-atlas", ()), *techniques]} if techniques else found
