"""Validation of inputs: what the provider's Check refuses, and what ARM would refuse at the PUT."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, cast

from simulated_azure.catalogue.catalogue import object_type
from simulated_azure.catalogue.schema import ObjectType, ResourceType, Shape
from simulated_azure.provider.naming import CREATE_BEFORE_DELETE
from simulated_azure.provider.values import is_unknown

Values = Mapping[str, Any]
_OWN_KEYS = frozenset({CREATE_BEFORE_DELETE, "azureApiVersion"})
_STRICT = "simulated Azure (strict)"
# Names that services extend between API versions: ARM looks at them by itself (sku names, kinds, categories).
_FREE_VALUES = frozenset({"category", "kind", "name", "tier", "family", "format"})


def failures(resource: ResourceType, inputs: Values, *, strict: bool) -> Iterator[str]:
    """Reasons for which Check refuses the inputs.

    Args:
        resource: The type.
        inputs: Inputs in SDK shape, after defaults.
        strict: Also refuse unknown properties, which the real provider drops without a word.
    """
    for name, prop in resource.path_shapes.items():
        if name in inputs:
            yield from _value_failures(name, prop.shape, inputs[name], strict=strict)
        elif prop.required or name in resource.path_parameters:
            yield f"missing required property '{name}'"
    yield from _object_failures("", resource.inputs, inputs, strict=strict, also=frozenset(resource.path_shapes))


def rejected_values(resource: ResourceType, inputs: Values) -> Iterator[tuple[str, str]]:
    """Values that ARM cannot read: (path, sentence). Enumerations are not checked before the PUT."""
    for name, prop in resource.inputs.properties.items():
        if name in inputs:
            yield from _rejected(name, prop.shape, inputs[name])


def _object_failures(
    context: str, kind: ObjectType, values: Values, *, strict: bool, also: frozenset[str] = frozenset()
) -> Iterator[str]:
    prefix = f"{context}." if context else ""
    for name, prop in kind.properties.items():
        path = prefix + name
        if name in values:
            yield from _value_failures(path, prop.shape, values[name], strict=strict)
        elif prop.required:
            hint = ""
            if path == "location":
                hint = (
                    ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
                )
            yield f"missing required property '{path}'{hint}"
    if strict:
        known = set(kind.properties) | also
        for name in values:
            if name not in known and (context or name not in _OWN_KEYS):
                yield _unknown_property(prefix + name, name, known)


def _unknown_property(path: str, name: str, known: set[str]) -> str:
    # The SDK lengthens names that ARM uses twice (`type` is `apiType`), so look at the endings first.
    longer = sorted((key for key in known if key.lower().endswith(name.lower())), key=len)
    similar = longer or difflib.get_close_matches(name, known, n=1, cutoff=0.55)
    suggestion = f" Did you mean '{similar[0]}'?" if similar else ""
    return f"{_STRICT}: unknown property '{path}', which the real provider drops silently.{suggestion}"


def _value_failures(path: str, shape: Shape, value: Any, *, strict: bool) -> Iterator[str]:
    if is_unknown(value) or shape.kind == "any":
        return
    if isinstance(value, Mapping):
        yield from _mapping_failures(path, shape, cast("Values", value), strict=strict)
    elif isinstance(value, list) and shape.kind in {"array", "string_set"}:
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _value_failures(f"{path}[{index}]", shape.items or Shape("string"), item, strict=strict)
    else:
        yield from _scalar_failures(path, shape, value)


def _scalar_failures(path: str, shape: Shape, value: Any) -> Iterator[str]:
    """The real provider looks at strings, numbers and arrays here; a wrong boolean it leaves to ARM."""
    if isinstance(value, bool):
        return
    if isinstance(value, str):
        got = "" if shape.kind == "string" else "a string"
    elif isinstance(value, (int, float)):
        got = "" if shape.kind in {"number", "integer"} else "a number"
        if shape.kind == "integer" and not float(value).is_integer():
            yield f"'{path}' must be an integer but got {value:f}"
    else:
        got = "an array"
    if got:
        yield f"'{path}' should be of type '{shape.kind}' but got {got}"


def _mapping_failures(path: str, shape: Shape, value: Values, *, strict: bool) -> Iterator[str]:
    if shape.kind == "map" and shape.items is not None:
        for key, item in value.items():
            yield from _value_failures(f"{path}.{key}", shape.items, item, strict=strict)
    elif shape.kind == "object":
        variant = _variant(shape, value)
        if variant is not None:
            yield from _object_failures(path, variant, value, strict=strict)
        elif strict:
            yield f"{_STRICT}: '{path}' matches none of the variants {_variants(shape)}"


def _variant(shape: Shape, value: Values) -> ObjectType | None:
    """The member of a union that the discriminator of the value picks."""
    kinds = [object_type(cls) for cls in shape.types]
    if len(kinds) == 1:
        return kinds[0]
    for kind in kinds:
        constants = {name: prop.const for name, prop in kind.properties.items() if prop.const is not None}
        if constants and all(
            is_unknown(value.get(name)) or value.get(name) == const for name, const in constants.items()
        ):
            return kind
    return None


def _variants(shape: Shape) -> str:
    constants = (prop.const for cls in shape.types for prop in object_type(cls).properties.values())
    return ", ".join(sorted(const for const in constants if const is not None))


def _rejected(path: str, shape: Shape, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        values = cast("Values", value)
        if shape.kind == "map" and shape.items is not None:
            for key, item in values.items():
                yield from _rejected(f"{path}.{key}", shape.items, item)
        kind = _variant(shape, values) if shape.kind == "object" else None
        for name, prop in kind.properties.items() if kind is not None else ():
            if name in values:
                yield from _rejected(f"{path}.{name}", prop.shape, values[name])
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _rejected(f"{path}[{index}]", shape.items or Shape("any"), item)
    elif isinstance(value, bool) != (shape.kind == "boolean") and shape.kind not in {"any", "object"}:
        yield path, f"cannot convert {value!r} to {shape.kind}"
    elif shape.values and isinstance(value, str) and not _is_accepted(path, shape, value):
        yield path, f"'{value}' is not one of {', '.join(shape.values)}"


def _is_accepted(path: str, shape: Shape, value: str) -> bool:
    if shape.open_enum and path.rsplit(".", 1)[-1] in _FREE_VALUES:
        return True
    return value.lower() in {known.lower() for known in shape.values}
