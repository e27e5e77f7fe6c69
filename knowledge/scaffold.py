"""Begins a rule: rule file, test case, row of the catalogue, frozen id. `make new-rule` runs it.

What it writes passes lint and judges one property. It is not finished: the tests fail until the compliant stack has the
property and the row says why the rule exists.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from ai_policies.arm_types import ARM_TYPES
from knowledge.catalogue import ROOT
from knowledge.documents.examples import snake

SEVERITIES: Final = ("low", "medium", "high", "critical")
UNFINISHED: Final = "Say here in one or two sentences what goes wrong without it."
_USAGE: Final = (
    'make new-rule ARGS="storage storage-example-off STG-900 Microsoft.Storage/storageAccounts allowX false"'
)

_RULE: Final = '''"""{title}."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """{title}."""
    yield from resource.expect("{path}", {value})


RULE = ResourceRule(
    id="{id}",
    control="{control}",
    title="{title}",
    severity=Severity.{severity},
    types=("{arm_type}",),
    remedy="Write `{remedy}` in {module}.{name}(...).",
    url="https://learn.microsoft.com/azure/",
    check=check,
    fix={{"{path}": {value}}},
)
'''
_ROW: Final = """- id: {control}
  title: {title}
  why: {why}
  types: [{arm_type}]
  condition: {condition}
  severity: {severity}
  scope: resource
  remediable: true
  mappings:
    caf_row: platform-paas
"""


class ScaffoldError(Exception):
    """An argument that cannot be used; the text says which, and what is accepted."""


@dataclass(frozen=True)
class Wanted:
    """What the rule is to be.

    Attributes:
        service: folder of the rule and file of the catalogue.
        id: kebab-case id.
        control: id of a new row.
        arm_type: the type that it judges.
        path: the property, as the SDK writes it in camel case.
        value: what the property must be.
        severity: how bad a breach is.
        title: the secure condition as a statement.
    """

    service: str
    id: str
    control: str
    arm_type: str
    path: str
    value: bool | float | str
    severity: str
    title: str


def parse(arguments: list[str]) -> Wanted:
    """The command line as data. Raises `ScaffoldError` for what cannot be used."""
    parser = argparse.ArgumentParser(prog="make new-rule", usage=_USAGE)
    for name, meaning in (
        ("service", "folder of the rule, such as storage"),
        ("id", "id in kebab case, service first"),
        ("control", "id of a new control, such as STG-900"),
        ("type", "ARM type that it judges"),
        ("path", "property that decides, in camel case"),
        ("value", "what it must be: true, false, a number or a text"),
    ):
        parser.add_argument(name, help=meaning)
    parser.add_argument("--severity", choices=SEVERITIES, default="medium")
    parser.add_argument("--title", default="")
    given = parser.parse_args(arguments)
    title = given.title or f"{given.id.replace('-', ' ').capitalize()}"
    return _checked(
        Wanted(
            given.service, given.id, given.control, given.type, given.path, _value(given.value), given.severity, title
        )
    )


def write(wanted: Wanted, root: Path = ROOT) -> list[Path]:
    """Write what belongs to a rule below a checkout.

    Returns:
        The files that were written or added to.

    Raises:
        ScaffoldError: the rule or the control exists.
    """
    rule = root / "policy_pack" / "ai_policies" / "rules" / wanted.service / f"{wanted.id.replace('-', '_')}.py"
    row = root / "knowledge" / "controls" / f"{wanted.service}.yaml"
    case = root / "tests" / "policy" / "cases" / f"{wanted.service}.yaml"
    frozen = root / "tests" / "policy" / "frozen_ids.txt"
    ids = frozen.read_text(encoding="utf-8").split()
    if rule.exists() or wanted.id in ids:
        raise ScaffoldError(f"id: there is a rule '{wanted.id}' already")
    if any(f"- id: {wanted.control}\n" in file.read_text(encoding="utf-8") for file in row.parent.glob("*.yaml")):
        raise ScaffoldError(f"control: {wanted.control} exists already; take the next free number")
    package = rule.parent / "__init__.py"
    if not package.exists():
        _add(package, f'"""Rules for {wanted.service.replace("_", " ")}."""\n')
    _add(rule, _rule_text(wanted))
    _add(row, _row_text(wanted))
    _add(case, f"{wanted.id}:\n  breaches: [{{RESOURCE.{wanted.path}: null}}]\n  unknown: [RESOURCE.{wanted.path}]\n")
    frozen.write_text("\n".join(sorted([*ids, wanted.id])) + "\n", encoding="utf-8")
    return [rule, row, case, frozen]


def main(arguments: list[str]) -> int:
    """Write a rule and say what is left to do; returns the exit code."""
    try:
        wanted = parse(arguments)
        files = write(wanted)
    except ScaffoldError as error:
        print(f"{error}\nFor example: {_USAGE}", file=sys.stderr)
        return 1
    for file in files:
        print(f"wrote {file.relative_to(ROOT)}")
    print(
        "Now, until `make generate` and `make test-fast` pass:\n"
        f"- put a resource's name in place of RESOURCE in tests/policy/cases/{wanted.service}.yaml, and the property\n"
        "  into tests/policy/landscape, so that the compliant stack stays compliant\n"
        f"- say why in knowledge/controls/{wanted.service}.yaml, and map the control to frameworks\n"
        "- name Microsoft's page in `url`, and set the title"
    )
    return 0


def _checked(wanted: Wanted) -> Wanted:
    types = {arm_type for arm_type, _ in ARM_TYPES.values()}
    for name, text, pattern, meaning in (
        ("service", wanted.service, r"[a-z][a-z_]*", "a folder such as storage or key_vault"),
        ("id", wanted.id, r"[a-z][a-z0-9]*(-[a-z0-9]+)+", "kebab case such as storage-example-off"),
        ("control", wanted.control, r"[A-Z]{2,4}-\d{3}", "an id such as STG-900"),
        ("path", wanted.path, r"[a-z]\w*(\.[a-z]\w*)*", "a property such as allowX or encryption.keySource"),
        ("title", wanted.title, r"[A-Z][^\"\\]*[^.\"\\]", "a sentence without full stop and quotes"),
    ):
        if not re.fullmatch(pattern, text):
            raise ScaffoldError(f"{name}: '{text}' is not {meaning}")
    if wanted.arm_type not in types:
        raise ScaffoldError(f"type: the pack knows no '{wanted.arm_type}'; add it to ai_policies/arm_types.py first")
    return wanted


def _value(text: str) -> bool | float | str:
    if text in {"true", "false"}:
        return text == "true"
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def _literal(value: bool | float | str) -> str:  # noqa: FBT001 - a value of a property, not a flag
    return json.dumps(value) if isinstance(value, str) else str(value)


def _rule_text(wanted: Wanted) -> str:
    token = next(token for token, (arm_type, _) in ARM_TYPES.items() if arm_type == wanted.arm_type)
    module, _, name = token.partition(":")
    head, *rest = [snake(step) for step in wanted.path.split(".")]
    value = _literal(wanted.value)
    for step in reversed(rest):
        value = f'{{"{step}": {value}}}'
    remedy = f"{head}={value}"
    text = _RULE.format(
        title=wanted.title, path=wanted.path, value=_literal(wanted.value), id=wanted.id, control=wanted.control,
        severity=wanted.severity.upper(), arm_type=wanted.arm_type, module=module, name=name, remedy=remedy,
    )  # fmt: skip
    return text if '"' not in remedy else re.sub(r'remedy="(.*)",', r"remedy='\1',", text)


def _row_text(wanted: Wanted) -> str:
    condition = yaml.safe_dump(f"{wanted.path} == {_literal(wanted.value)}", width=1000).strip().removesuffix("...")
    return _ROW.format(
        control=wanted.control, title=wanted.title, why=UNFINISHED, arm_type=wanted.arm_type,
        condition=condition.strip(), severity=wanted.severity,
    )  # fmt: skip


def _add(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
