"""Frameworks: knowledge/frameworks/<id>.yaml, each with all requirements, and what the controls do for them.

A requirement is met by nothing here; a control or rule that is mapped to it helps with it. Requirements that no control
helps with say why (`unautomated`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.catalogue import ROOT, CatalogueError, Control, Sentence, controls, explain, files, shown

FOLDER: Final = ROOT / "knowledge" / "frameworks"
Text = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class Requirement(BaseModel):
    """One requirement.

    Attributes:
        id: the framework's own id.
        title: the official short title, or this project's summary.
        matches: what the mapping of a control must hold to help with it; the id itself when empty. `caf:<row>` is a
            control's row of the process, `file:<name>` the file of the catalogue that it stands in.
        unautomated: why no control helps with it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    title: Text
    matches: tuple[Text, ...] = ()
    unautomated: Sentence | None = None


class Framework(BaseModel):
    """One framework.

    Attributes:
        id: the file's name.
        title: name and edition.
        source: where it is published.
        complete: what `requirements` is complete in respect of.
        reasons: reasons that several requirements share, for the file's own use.
        requirements: all of them.
        techniques: of MITRE ATLAS, the techniques that the catalogue names (a part of all techniques).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    title: Text
    source: Annotated[str, StringConstraints(pattern=r"^https://")]
    complete: Sentence
    reasons: dict[str, str] = Field(default_factory=dict)
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    techniques: dict[str, str] = Field(default_factory=dict)


@cache
def frameworks() -> dict[str, Framework]:
    """Every framework by id. Raises `CatalogueError` for a malformed file."""
    return {framework.id: framework for framework in (load(file) for file in sorted(FOLDER.glob("*.yaml")))}


def load(file: Path) -> Framework:
    """One framework. Raises `CatalogueError` with file, path and reason."""
    try:
        framework = Framework.model_validate(cast("object", yaml.safe_load(file.read_text(encoding="utf-8"))))
    except yaml.YAMLError as error:
        raise CatalogueError(f"{shown(file)}: not readable as YAML: {error}") from error
    except ValidationError as error:
        raise explain(file, "$", error) from error
    ids = [requirement.id for requirement in framework.requirements]
    repeated = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if framework.id != file.stem or repeated:
        raise CatalogueError(f"{shown(file)}: the id must be the file's name, and no requirement may repeat {repeated}")
    return framework


@cache
def tokens(control_id: str) -> frozenset[str]:
    """What a control's mapping holds, for `Requirement.matches`."""
    maps = controls()[control_id].mappings
    named = {*maps.mcsb, *maps.mcsb_own, *maps.owasp, *maps.atlas}
    return frozenset({*named, f"caf:{maps.caf_row}", f"file:{files()[control_id]}"})


def helping(requirement: Requirement) -> tuple[Control, ...]:
    """The controls that help with a requirement."""
    wanted = set(requirement.matches or [requirement.id])
    return tuple(control for control in controls().values() if wanted & tokens(control.id))


@cache
def requirements_of(control_id: str) -> dict[str, list[str]]:
    """Framework -> ids of the requirements that a control helps with."""
    own = tokens(control_id)
    found = {
        framework.id: [item.id for item in framework.requirements if own & set(item.matches or [item.id])]
        for framework in frameworks().values()
    }
    return {framework: ids for framework, ids in found.items() if ids}
