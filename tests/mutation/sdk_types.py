"""Rows of the sensitivity list against the SDK's types: a misspelt path or value would never mutate anything real."""

from collections.abc import Iterator, Sequence
from typing import Any

from assurance.arm import paths
from simulated_azure.catalogue.catalogue import object_type, resource_type
from simulated_azure.catalogue.schema import Shape
from tests.mutation.mutants import Row
from tests.mutation.worlds import World


def misfits(rows: Sequence[Row], world: World) -> Iterator[str]:
    """What is wrong with some rows, for types that the world has."""
    for row in rows:
        tokens = {item.token for item in world.of_type(row.arm_type) if item.token.startswith("azure-native:")}
        if not tokens:
            yield f"{row.arm_type}: the landscape has no such type"
        for token in tokens:
            yield from (f"{row.arm_type}: {row.path}: {problem}" for problem in _of_token(row, token))


def _of_token(row: Row, token: str) -> Iterator[str]:
    head, *rest = paths.steps(row.arm_type, row.path)
    found = resource_type(token).inputs.properties.get(head)
    if found is None:
        yield f"{token} has no input {head}"
        return
    shapes = list(_walk(found.shape, rest))
    if not shapes:
        yield f"{token} has nothing at {'.'.join([head, *rest])}"
    for shape in shapes:
        yield from (f"{token} does not take {value!r}" for value in row.insecure if not _takes(shape, value))


def _walk(shape: Shape, steps: Sequence[str]) -> Iterator[Shape]:
    if not steps or shape.kind in {"map", "any"}:
        yield shape
    elif steps[0] == "[]":
        if shape.items is not None:
            yield from _walk(shape.items, steps[1:])
    else:
        for cls in shape.types:
            inner = object_type(cls).properties.get(steps[0])
            if inner is not None:
                yield from _walk(inner.shape, steps[1:])


def _takes(shape: Shape, value: Any) -> bool:
    if isinstance(value, bool):
        return shape.kind in {"boolean", "any"}
    if isinstance(value, str) and shape.values and not shape.open_enum:
        return value.casefold() in {known.casefold() for known in shape.values}
    return True
