"""Where resources are written: the engine's source positions, from a state or from its log of calls."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from assurance.artefacts import items, mapping, text
from assurance.policy.model import Place

_LIBRARIES = ("site-packages/", ".venv/", ".tools/", "venv/", "node_modules/")
_REGISTER = "/pulumirpc.ResourceMonitor/RegisterResource"


def of_state(resources: Iterable[Mapping[str, Any]]) -> dict[str, Place]:
    """Places by URN from an exported state.

    Each resource carries `project:///file#line` and the calls that led there; the innermost line of the project counts,
    libraries do not.
    """
    places = ((resource["urn"], _first(_state_frames(resource))) for resource in resources)
    return {urn: place for urn, place in places if place}


def of_calls(lines: Iterable[str], root: Path) -> dict[str, Place]:
    """Places by URN from the log that the engine writes to PULUMI_DEBUG_GRPC: a preview has them nowhere else.

    Args:
        lines: the log.
        root: the project's folder; what lies outside is no place to point at.
    """
    places: dict[str, Place] = {}
    for line in lines:
        # Most of the log is other calls: a look at the text saves decoding them.
        if _REGISTER not in line or '"response_completed"' not in line:
            continue
        call = mapping(json.loads(line))
        place = _first(_call_frames(mapping(call.get("request")), root))
        urn = text(mapping(call.get("response")).get("urn"))
        if call["method"] == _REGISTER and urn and place:
            places[urn] = place
    return places


def stack_file(root: Path, stack: str) -> Place:
    """The stack's settings file: the place of results whose resource has no known line."""
    for folder in ("stacks", ""):
        name = Path(folder) / f"Pulumi.{stack}.yaml"
        if (root / name).is_file():
            return Place(name.as_posix())
    return Place("Pulumi.yaml")


def _first(frames: Iterable[Place]) -> Place | None:
    return next((place for place in frames if not place.file.startswith("../") and not _library(place.file)), None)


def _library(file: str) -> bool:
    return any(f"/{part}" in f"/{file}" for part in _LIBRARIES)


def _state_frames(resource: Mapping[str, Any]) -> Iterable[Place]:
    trace = [mapping(frame) for frame in items(resource.get("stackTrace"))]
    for position in (resource, *trace):
        path, found, line = text(position.get("sourcePosition")).partition("#")
        if path.startswith("project:///") and found and line.split(",")[0].isdigit():
            yield Place(unquote(path.removeprefix("project:///")), int(line.split(",")[0]))


def _call_frames(request: Mapping[str, Any], root: Path) -> Iterable[Place]:
    frames = items(mapping(request.get("stackTrace")).get("frames"))
    for spot in (mapping(request.get("sourcePosition")), *(mapping(mapping(frame).get("pc")) for frame in frames)):
        path = Path(unquote(urlparse(text(spot.get("uri"))).path))
        if spot.get("line") and path.is_relative_to(root):
            yield Place(path.relative_to(root).as_posix(), int(spot["line"]))
