"""What the rules do for each framework, with all requirements as the denominator."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ai_policies.kit.registry import all_rules
from knowledge.catalogue import ROOT, controls
from knowledge.frameworks import Framework, Requirement, frameworks, helping

PAGE = ROOT / "docs" / "reference" / "framework-coverage.md"

_INTRODUCTION = """# What the rules do for frameworks

**How to read it.** The denominator is every requirement of the framework, those included that no program can judge. A
requirement counts as *helped by rules* when at least one rule judges a control that is mapped to it: the rules cover
what of it shows in deployed resources, hardly ever the whole of it, so no figure here is a degree of compliance.
Requirements without a control say why. The mapping to MCSB is Microsoft's own where its initiative has one for the
Azure policies of a control, all others are this project's.
Generated from knowledge/ and the rules; do not edit."""


def files() -> dict[Path, str]:
    """Path -> text of the page."""
    return {PAGE: page()}


def page() -> str:
    """The page: a summary, then each framework requirement by requirement."""
    head = (
        "| framework | requirements | helped by rules | controls without rule | not automated |\n|---|--:|--:|--:|--:|"
    )
    rows = [_summary(framework) for framework in frameworks().values()]
    details = [_details(framework) for framework in frameworks().values()]
    return "\n\n".join([_INTRODUCTION, "\n".join([head, *rows]), _anchors(), *details]) + "\n"


@cache
def judged() -> dict[str, tuple[str, ...]]:
    """Control id -> ids of the rules that judge it: its own, or those of other controls that it names."""
    found = {control.id: list(control.judged_by) for control in controls().values()}
    for rule in all_rules():
        found[rule.control].append(rule.id)
    return {control: tuple(rules) for control, rules in found.items() if rules}


def rules_for(requirement: Requirement) -> list[str]:
    """Ids of the rules that help with a requirement."""
    return sorted({rule for control in helping(requirement) for rule in judged().get(control.id, ())})


def _summary(framework: Framework) -> str:
    requirements = framework.requirements
    helped = sum(bool(rules_for(item)) for item in requirements)
    waiting = sum(bool(helping(item)) and not rules_for(item) for item in requirements)
    without = sum(not helping(item) for item in requirements)
    share = f"{helped} ({round(100 * helped / len(requirements))} %)"
    return f"| [{framework.title}](#{_slug(framework)}) | {len(requirements)} | {share} | {waiting} | {without} |"


def _details(framework: Framework) -> str:
    head = [
        f'<a id="{_slug(framework)}"></a>',
        "",
        f"## {framework.title}",
        "",
        f"<{framework.source}>. This list holds {framework.complete}.",
        "",
        "| requirement | | controls | rules | remark |",
        "|---|---|--:|--:|---|",
    ]
    rows = [_requirement(item) for item in framework.requirements]
    techniques = [f"| {id_} | {title} | {_naming(id_)} |" for id_, title in framework.techniques.items()]
    if techniques:
        title = "Techniques that the catalogue names (a part of all techniques):"
        techniques = ["", title, "", "| technique | | controls |", "|---|---|--:|", *techniques]
    return "\n".join([*head, *rows, *techniques])


def _requirement(item: Requirement) -> str:
    rules = rules_for(item)
    remark = item.unautomated or ("" if rules else "controls are mapped, none of them has a rule")
    return f"| {item.id} | {item.title} | {len(helping(item)) or ''} | {len(rules) or ''} | {remark} |"


def _naming(technique: str) -> int:
    return sum(technique in control.mappings.atlas for control in controls().values())


def _anchors() -> str:
    """How many rules of others are named; these are no frameworks, so there is no denominator."""
    found = controls().values()
    guids = {id_ for control in found for id_ in control.anchors.azure_policy if not id_.startswith("ALZ:")}
    guardrails = {id_ for control in found for id_ in control.anchors.azure_policy if id_.startswith("ALZ:")}
    psrule = {id_ for control in found for id_ in control.anchors.psrule}
    checkov = {id_ for control in found for id_ in control.anchors.checkov}
    none = sum(not any((c.anchors.azure_policy, c.anchors.psrule, c.anchors.checkov)) for c in found)
    return (
        f"Rules of others about the same conditions, named in the catalogue: {len(guids)} built-in definitions and "
        f"initiatives of Azure Policy, {len(guardrails)} guardrails of the Azure landing zone, {len(psrule)} rules of "
        f"PSRule for Azure, {len(checkov)} of Checkov. {none} of {len(found)} controls have no counterpart in any."
    )


def _slug(framework: Framework) -> str:
    return framework.id
