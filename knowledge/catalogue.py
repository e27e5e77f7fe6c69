"""The catalogue of controls: knowledge/controls/<service>.yaml, one row a control, checked when it is read.

A row says what must hold and where that comes from; which rules judge it is written in the rules (`control`) and
derived from there. A row that a preview cannot judge says why in `reason`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "knowledge" / "controls"

ControlId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-\d{3}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")]
ArmType = Annotated[str, StringConstraints(pattern=r"^(\*|Microsoft\.[A-Za-z]+(/[A-Za-z]+)+)$")]
Sentence = Annotated[str, StringConstraints(min_length=10, max_length=600, strip_whitespace=True)]
PolicyId = Annotated[
    str, StringConstraints(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|ALZ:[A-Za-z0-9_-]+)$")
]
PsRule = Annotated[str, StringConstraints(pattern=r"^Azure\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)+$")]
Checkov = Annotated[str, StringConstraints(pattern=r"^CKV2?_AZURE_\d+$")]
Mcsb = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-\d+$")]
Owasp = Annotated[str, StringConstraints(pattern=r"^(LLM\d\d:2025|ASI\d\d|MCP\d\d)$")]
Atlas = Annotated[str, StringConstraints(pattern=r"^AML\.(M\d{4}|T\d{4}(\.\d{3})?)$")]
CafRow = Literal[
    "identify-risks", "data-risk", "model-testing", "periodic-assessment", "inventory", "secure-channels",
    "platform-paas", "platform-iaas", "data-boundaries", "dlp", "artifacts", "ai-spm", "incident-response",
    "monitoring",
]  # fmt: skip


class CatalogueError(Exception):
    """A file of the catalogue that cannot be used; the text is one `file: path: reason` a line."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Anchors(_Part):
    """Rules of others about the same condition, by their ids."""

    azure_policy: tuple[PolicyId, ...] = ()
    psrule: tuple[PsRule, ...] = ()
    checkov: tuple[Checkov, ...] = ()


class Mappings(_Part):
    """What the control contributes to, by the ids of knowledge/frameworks.

    `mcsb` is Microsoft's own mapping of the control's Azure policies; `mcsb_own`, `owasp` and `atlas` are ours.
    """

    caf_row: CafRow
    mcsb: tuple[Mcsb, ...] = ()
    mcsb_own: tuple[Mcsb, ...] = ()
    owasp: tuple[Owasp, ...] = ()
    atlas: tuple[Atlas, ...] = ()


class Control(_Part):
    """One row.

    Attributes:
        id: stable id, never reused.
        title: the secure condition as a statement.
        why: what goes wrong without it.
        types: ARM types that it is about, `*` for all.
        condition: what must hold, in ARM's property names.
        severity: how bad a breach is; the worst of the control's rules has the same.
        scope: `resource` when one resource decides, `stack` when others must be looked at.
        remediable: whether setting properties of one resource can mend a breach.
        reason: why a preview cannot judge it; only on rows without rule, with the day it was `reviewed`.
        no_fix: why a remediable row's rules carry no fix.
        judged_by: rules of other rows that judge this one's condition as part of theirs; only on rows without rule.
    """

    id: ControlId
    title: Sentence
    why: Sentence
    types: Annotated[tuple[ArmType, ...], Field(min_length=1)]
    condition: Sentence
    severity: Literal["low", "medium", "high", "critical"]
    scope: Literal["resource", "stack"]
    remediable: bool
    anchors: Anchors = Anchors()
    mappings: Mappings
    reason: Sentence | None = None
    reviewed: date | None = None
    no_fix: Sentence | None = None
    judged_by: tuple[RuleId, ...] = ()

    @model_validator(mode="after")
    def _reasons_are_reviewed(self) -> Control:
        if (self.reason is None) is not (self.reviewed is None):
            raise ValueError("`reason` and `reviewed` (the day somebody agreed with it) belong together")
        if self.no_fix and not self.remediable:
            raise ValueError("`no_fix` is for rows with `remediable: true`")
        return self


@cache
def controls() -> dict[str, Control]:
    """Every control by id. Raises `CatalogueError` for a malformed or repeated row."""
    found: dict[str, Control] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for control in load(file):
            if control.id in found:
                raise CatalogueError(f"{shown(file)}: {control.id}: the id is taken")
            found[control.id] = control
    return found


@cache
def files() -> dict[str, str]:
    """Control id -> name of its file without suffix: the service it belongs to."""
    return {control.id: file.stem for file in sorted(FOLDER.glob("*.yaml")) for control in load(file)}


def load(file: Path) -> list[Control]:
    """The controls of one file. Raises `CatalogueError` with file, path and reason."""
    return [_control(file, index, row) for index, row in enumerate(rows(file))]


def rows(file: Path) -> list[dict[str, object]]:
    """A YAML file that holds a list of objects. Raises `CatalogueError` when it does not."""
    try:
        content: object = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CatalogueError(f"{shown(file)}: not readable as YAML: {error}") from error
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in cast("list[object]", content)):
        raise CatalogueError(f"{shown(file)}: must be a list of objects")
    return cast("list[dict[str, object]]", content)


def explain(file: Path, where: str, error: ValidationError) -> CatalogueError:
    """A pydantic error as lines of `file: path: reason`."""
    lines = [
        f"{shown(file)}: {'.'.join([where, *(str(part) for part in item['loc'])])}: {item['msg']}"
        + ("" if item["type"] == "missing" else f" (is {_short(item['input'])})")
        for item in error.errors()
    ]
    return CatalogueError("\n".join(lines))


def shown(file: Path) -> str:
    """A path as messages show it."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name


def _control(file: Path, index: int, row: dict[str, object]) -> Control:
    try:
        return Control.model_validate(row)
    except ValidationError as error:
        raise explain(file, str(row.get("id", f"[{index}]")), error) from error


def _short(value: object) -> str:
    text = re.sub(r"\s+", " ", repr(value))
    return text if len(text) <= 80 else f"{text[:77]}..."
