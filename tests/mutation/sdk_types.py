"""Rows of the sensitivity list against the SDK's types: a misspelt path or value would never mutate anything real."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ai_policies.kit.tokens import GENERIC
from assurance.arm import paths
from simulated_azure.catalogue import sdk
from simulated_azure.catalogue.catalogue import id_templates, object_type, resource_type, short_token
from simulated_azure.catalogue.schema import Property, Shape
from tests.mutation.mutants import Row
from tests.mutation.worlds import World


def misfits(rows: Sequence[Row], world: World) -> Iterator[str]:
    """What is wrong with some rows, for types that the world has."""
    for row in rows:
        found = world.of_type(row.arm_type)
        tokens = {item.token for item in found if item.token.startswith("azure-native:")} - {GENERIC}
        if not found:
            yield f"{row.arm_type}: the landscape has no such type"
        problems = {token: list(_of_token(row, token)) for token in tokens}
        if row.where and not all(problems.values()):
            continue  # One class has the property, and the row says which resources it is about.
        yield from (f"{row.arm_type}: {row.path}: {problem}" for said in problems.values() for problem in said)


def _of_token(row: Row, token: str) -> Iterator[str]:
    head, *rest = paths.steps(row.arm_type, row.path)
    found = _inputs(token).get(head)
    if found is None:
        yield f"{token} has no input {head}"
        return
    shapes = list(_walk(found.shape, rest))
    if not shapes:
        yield f"{token} has nothing at {'.'.join([head, *rest])}"
    for shape in shapes:
        yield from (f"{token} does not take {value!r}" for value in row.bad if not _takes(shape, value))


def _inputs(token: str) -> Mapping[str, Property]:
    """What a class takes; also one that the simulated Azure does not model."""
    short = short_token(token)
    if short in id_templates():
        return resource_type(token).inputs.properties
    return object_type(sdk.classes(*short.split(":"))[1]).properties


def _walk(shape: Shape, steps: Sequence[str]) -> Iterator[Shape]:
    if not steps or shape.kind == "any":
        yield shape
    elif shape.kind == "map":
        yield from _walk(shape.items, steps[1:]) if shape.items is not None else [shape]
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
