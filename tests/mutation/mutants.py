"""Mutants: one security-relevant thing about one resource, changed for the worse."""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from ai_policies.kit.tokens import GENERIC
from assurance.arm import paths
from assurance.arm.model import UNKNOWN, Planned
from tests.mutation.worlds import World, kind_of

HERE = Path(__file__).parent
MISSING = object()


@dataclass(frozen=True)
class Row:
    """A line of the sensitivity list."""

    arm_type: str
    path: str
    sources: Sequence[str]
    insecure: Sequence[Any] = ()
    weaker: Sequence[Any] = ()
    append: Sequence[Any] = ()
    absent: bool = False
    where: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def bad(self) -> list[Any]:
        """Values that are known to be bad."""
        return [*self.insecure, *self.weaker]


@dataclass(frozen=True)
class Mutant:
    """A change of one stack.

    Attributes:
        operator: `flip`, `weaken`, `drop`, `append`, `remove` or `unknown`.
        target: the resource that is changed or removed.
        path: property in ARM's shape, with the index of an element; empty for a removal.
        value: what was set, for people.
        sources: who says that this is insecure.
        changed: the resource after the change, None when it is removed.
        removed: URNs that are gone.
        way: the property as the program writes it, step by step.
        group: mutants of one property of one resource: the unknown one is caught only if these are.
    """

    world: str
    operator: str
    target: Planned
    path: str
    value: Any
    sources: Sequence[str]
    changed: Planned | None
    removed: frozenset[str] = frozenset()
    way: tuple[str | int, ...] = ()

    @property
    def group(self) -> tuple[str, str, str]:
        return self.world, self.target.urn, self.path

    @property
    def label(self) -> str:
        """Names the mutant in a list."""
        name = self.target.urn.rpartition("::")[2]
        what = f"{kind_of(self.target)}:{self.path}" if self.path else kind_of(self.target)
        shown = "" if self.operator in {"drop", "remove", "unknown"} else f" = {self.value!r}"
        return f"{self.world} {self.operator} {name} {what}{shown}"


def rows() -> list[Row]:
    """The sensitivity list."""
    files = sorted((HERE / "sensitivity").glob("*.yaml"), reverse=True)
    read: list[Mapping[str, list[dict[str, Any]]]] = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    return [Row(arm_type, **row) for found in read for arm_type, listed in found.items() for row in listed]


def companions() -> Mapping[str, Mapping[str, Any]]:
    """Types whose removal is a mutant."""
    return yaml.safe_load((HERE / "companions.yaml").read_text(encoding="utf-8"))


def of_world(world: World) -> Iterator[Mutant]:
    """Every mutant of a stack."""
    for row in rows():
        for item in world.of_type(row.arm_type):
            for way, path in _places(row, item):
                yield from _of_place(world, row, item, way, path)
    for arm_type, entry in companions().items():
        for item in world.of_type(arm_type):
            if re.search(entry.get("only", ""), item.urn.rpartition("::")[2]):
                yield Mutant(world.name, "remove", item, "", None, entry["sources"], None, _below(world, item))


def _below(world: World, item: Planned) -> frozenset[str]:
    """A resource and what lies under it: what its children take their path from."""
    gone = {item.urn}
    prefix = f"{kind_of(item).casefold()}/"
    for other in world.resources.values():
        if kind_of(other).casefold().startswith(prefix) and any(item.urn in urns for urns in other.links.values()):
            gone.add(other.urn)
    return frozenset(gone)


def _places(row: Row, item: Planned) -> Iterator[tuple[list[str | int], str]]:
    """The ways to a row's property in one resource: one for each element where the path has `[]`."""
    steps = paths.steps(row.arm_type, row.path)
    if item.token == GENERIC and row.path.startswith("properties."):
        steps = ["properties", *steps]  # It writes ARM's shape.
    for way, path in _expand(item.inputs, steps, [], row.path):
        if _is_meant(row, item, way):
            yield way, path


def _is_meant(row: Row, item: Planned, way: Sequence[str | int]) -> bool:
    """Whether the innermost element of a list on the way is one that the row is about."""
    depth = max((index for index, step in enumerate(way, 1) if isinstance(step, int)), default=0)
    return all(
        any(_is_given(_get(item.inputs, [*way[:depth], key]), value) for value in values)
        for key, values in row.where.items()
    )


def _is_given(given: Any, wanted: Any) -> bool:
    return given is not MISSING if wanted == "*" else _same(given, wanted)


def _expand(value: Any, left: Sequence[str], done: list[str | int], path: str) -> Iterator[tuple[list[str | int], str]]:
    if not left:
        yield done, path
    elif left[0] != "[]":
        inner = value.get(left[0], MISSING) if isinstance(value, dict) else MISSING
        yield from _expand(inner, left[1:], [*done, left[0]], path)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _expand(element, left[1:], [*done, index], path.replace("[]", f"[{index}]", 1))


def _of_place(world: World, row: Row, item: Planned, way: list[str | int], path: str) -> Iterator[Mutant]:
    current = _get(item.inputs, way)
    made_bad = [("flip", value) for value in row.insecure] + [("weaken", value) for value in row.weaker]
    bad = [(operator, paths.value(row.arm_type, value)) for operator, value in made_bad]
    if (current is MISSING and row.absent) or any(_same(current, value) for _, value in bad):
        return  # The stack is not secure here to begin with: nothing to lose.

    def mutant(operator: str, value: Any) -> Mutant:
        changed = _changed(item, way, value)
        return Mutant(world.name, operator, item, path, value, row.sources, changed, way=tuple(way))

    if any(isinstance(step, int) for step in way) and current is MISSING and not isinstance(row.bad[0], dict):
        return  # An element without this property has no such setting.
    made = [mutant(operator, value) for operator, value in bad]
    if row.absent:
        made.append(mutant("drop", MISSING))
    for element in row.append:
        present = current if isinstance(current, list) else []
        made.append(mutant("append", [*present, paths.value(row.arm_type, element)]))
    yield from made
    if made and current is not MISSING and current != UNKNOWN:
        yield mutant("unknown", UNKNOWN)


def _get(value: Any, way: Sequence[str | int]) -> Any:
    for step in way:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else MISSING
        else:
            value = value.get(step, MISSING) if isinstance(value, dict) else MISSING
    return value


def _changed(item: Planned, way: Sequence[str | int], value: Any) -> Planned:
    inputs = copy.deepcopy(dict(item.inputs))
    spot: Any = inputs
    for step in way[:-1]:
        if isinstance(spot, dict) and not isinstance(spot.get(step), dict | list):
            spot[step] = {}
        spot = spot[step]
    if value is MISSING:
        del spot[way[-1]]
    else:
        spot[way[-1]] = copy.deepcopy(value)
    head = str(way[0])
    # A value that the program writes itself comes from nowhere: the engine would record no link for it.
    links = {key: urns for key, urns in item.links.items() if key != head or len(way) > 1 or value == UNKNOWN}
    if len(way) == 1 and value == UNKNOWN:
        links.pop(head, None)
    return replace(item, inputs=inputs, links=links)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return type(left) is type(right) and left == right
