"""A page for each rule, an index to read and an index to search."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ai_policies.kit.registry import all_rules, service
from ai_policies.kit.rule import Rule, StackRule, default_level, is_fixable
from ai_policies.kit.view import show
from knowledge.catalogue import ROOT, Control, controls
from knowledge.documents import coverage, examples
from knowledge.frameworks import frameworks, requirements_of

FOLDER = ROOT / "docs" / "reference" / "rules"
_AZURE_POLICY = "https://learn.microsoft.com/azure/governance/policy/samples/built-in-policies"
_TEMPLATE = Path(__file__).parent / "index.html"


def files() -> dict[Path, str]:
    """Path -> text of the pages and the two indexes."""
    pages = {FOLDER / service(rule) / f"{rule.id}.md": page(rule) for rule in all_rules()}
    return {**pages, FOLDER / "README.md": index(), FOLDER / "index.html": search_page()}


def page(rule: Rule) -> str:
    """The page of one rule."""
    control = controls()[rule.control]
    facts = [
        ("rule", f"`{rule.id}`"),
        ("control", control.id),
        ("severity", rule.severity.value),
        ("level without settings", default_level(rule)),
        ("judges", ", ".join(f"`{item}`" for item in rule.types) or "the stack's settings"),
        ("looks at", "the whole stack" if isinstance(rule, StackRule) else "one resource"),
        ("fix (level `remediate`)", _fix(rule, control)),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in facts)
    parts = [
        f"# {rule.title}",
        f"| | |\n|---|---|\n{table}",
        f"## What must hold\n\n{control.title}. In ARM's names:\n\n```text\n{control.condition}\n```",
        f"## Why\n\n{_why(control)}",
        f"## How to fix\n\n{rule.remedy}{_examples(rule)}",
        *_parameters(rule),
        f"## References\n\n{_references(rule, control)}",
        "Generated from the rule, the catalogue of controls and the tests' compliant stack; do not edit.",
    ]
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The index of all rules, by service."""
    rules = all_rules()
    lines = [
        "# Rules",
        "",
        _counts(rules),
        "[Search them](index.html) (open the file in a browser). Generated; do not edit.",
    ]
    for name in sorted({service(rule) for rule in rules}):
        lines += ["", f"## {name}", "", "| rule | holds when | severity | control | fix |", "|---|---|---|---|---|"]
        lines += [
            f"| [{rule.id}]({name}/{rule.id}.md) | {rule.title} | {rule.severity.value} | {rule.control} | "
            f"{'yes' if is_fixable(rule) else ''} |"
            for rule in rules
            if service(rule) == name
        ]
    return "\n".join([*lines, "", *_unjudged()])


def _counts(rules: Sequence[Rule]) -> str:
    fixable = sum(is_fixable(rule) for rule in rules)
    return f"{len(rules)} rules for {len(coverage.judged())} controls; {fixable} can fix what they find."


def search_page() -> str:
    """The index as a page that filters while one types; needs no server and no other file."""
    rows = "\n".join(_row(rule) for rule in all_rules())
    return _TEMPLATE.read_text(encoding="utf-8").replace("<!-- rows -->", rows)


def _row(rule: Rule) -> str:
    control = controls()[rule.control]
    words = {item for ids in requirements_of(control.id).values() for item in ids}
    anchors = [*control.anchors.azure_policy, *control.anchors.psrule, *control.anchors.checkov]
    found = " ".join([*rule.types, *sorted(words), *anchors, "fix" if is_fixable(rule) else ""])
    cells = [
        f'<a href="{service(rule)}/{rule.id}.md">{rule.id}</a>',
        escape(rule.title),
        rule.severity.value,
        rule.control,
        service(rule),
    ]
    return f'<tr data-more="{escape(found)}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _unjudged() -> list[str]:
    """The controls that no rule judges, and why."""
    rows = [control for control in controls().values() if control.id not in coverage.judged()]
    head = ["## Controls that a preview cannot judge", "", "| control | holds when | why not |", "|---|---|---|"]
    listed = [f"| {row.id} | {row.title} | {row.reason or 'not said'} |" for row in rows]
    return [*head, *listed, ""] if rows else []


def _fix(rule: Rule, control: Control) -> str:
    if is_fixable(rule):
        return "yes"
    return f"no: {control.no_fix}" if control.no_fix else "no"


def _why(control: Control) -> str:
    """The catalogue's reason, and what the control contributes to."""
    titles = {item.id: item.title for framework in frameworks().values() for item in framework.requirements}
    techniques = frameworks()["mitre-atlas"].techniques
    named = [f"{id_} {titles[id_]}" for id_ in control.mappings.owasp if id_ in titles]
    named += [f"{id_} {titles.get(id_) or techniques[id_]}" for id_ in control.mappings.atlas]
    return f"{control.why} It contributes to {'; '.join(named)}." if named else control.why


def _examples(rule: Rule) -> str:
    shown = examples.example(rule)
    if shown is None:
        return ""
    return f"\n\n```python\n{examples.python(shown)}\n```\n\n```yaml\n{examples.yaml_text(shown)}\n```"


def _parameters(rule: Rule) -> list[str]:
    if not rule.parameters:
        return []
    rows = "\n".join(f"| `{name}` | {show(default)} |" for name, default in rule.parameters.items())
    where = f"Set in `stacks/policy/<stack>.json` under `parameters.{rule.id}`."
    return [f"## Parameters\n\n{where}\n\n| name | without it |\n|---|---|\n{rows}"]


def _references(rule: Rule, control: Control) -> str:
    lines = [f"- <{rule.url}>"]
    for framework, ids in requirements_of(control.id).items():
        lines.append(f"- {frameworks()[framework].title}: {', '.join(ids)}")
    anchors = control.anchors
    if anchors.azure_policy:
        listed = ", ".join(f"`{item}`" for item in anchors.azure_policy)
        lines.append(f"- [Azure Policy]({_AZURE_POLICY}) (`ALZ:` names are of the landing zone's guardrails): {listed}")
    if anchors.psrule:
        lines.append(f"- PSRule for Azure: {', '.join(f'`{item}`' for item in anchors.psrule)}")
    if anchors.checkov:
        lines.append(f"- Checkov: {', '.join(f'`{item}`' for item in anchors.checkov)}")
    return "\n".join(lines)
