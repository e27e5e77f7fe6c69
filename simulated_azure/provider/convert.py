"""Between the shape that programs see (SDK) and the shape that ARM speaks.

Behaves like pulumi/pulumi-azure-native, provider/pkg/convert/: inputs -> request body, response -> outputs,
outputs -> inputs without read-only properties (refresh), response -> inputs (import), inputs -> outputs of a preview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from simulated_azure.catalogue.catalogue import object_type
from simulated_azure.catalogue.schema import ObjectType, Property, ResourceType, Shape
from simulated_azure.provider.values import UNKNOWN, is_unknown

Values = Mapping[str, Any]
_ConvertObject = Callable[[ObjectType, Values], "dict[str, Any] | None"]


def request_body(resource: ResourceType, inputs: Values) -> dict[str, Any]:
    """Body of the PUT that these inputs mean."""
    return _to_body(resource.inputs, inputs) or {}


def outputs(resource: ResourceType, response: Values) -> dict[str, Any]:
    """Outputs in SDK shape of what a GET returned."""
    return _to_sdk(resource.outputs, response) or {}


def projected_inputs(resource: ResourceType, sdk_outputs: Values) -> dict[str, Any]:
    """The part of outputs that inputs could have said: without read-only properties."""
    return _project(resource.inputs, sdk_outputs) or {}


def imported_inputs(resource: ResourceType, resource_id: str, response: Values) -> dict[str, Any]:
    """Inputs that would produce this resource: path parameters from the id, the rest from the response.

    Raises:
        ValueError: the id is not one of this type.
    """
    result: dict[str, Any] = dict(resource.parse_id(resource_id))
    for name, value in (_to_sdk(resource.inputs, response) or {}).items():
        kept = _without_empty_collections(value)
        # `id` is Pulumi's own property and would always show as a difference.
        if name != "id" and kept is not None:
            result[name] = kept
    return result


def preview(resource: ResourceType, inputs: Values) -> dict[str, Any]:
    """Outputs as far as the inputs tell them, everything else unknown."""
    return _preview_object(resource.outputs, inputs)


def is_default(resource: ResourceType, response: Values) -> bool:
    """Whether a resource that Azure made by itself is still as Azure made it."""
    default = resource.behaviour.default_body or {}
    current = _to_sdk(resource.inputs, response) or {}
    return all(_is_default_value(value, default.get(name)) for name, value in current.items())


def _to_body(kind: ObjectType, values: Values) -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    for name, prop in kind.properties.items():
        if name not in values:
            continue
        if _is_other_variant(prop, values[name]):
            return None
        target = result
        for container in prop.containers:
            target = target.setdefault(container, {})
        target[prop.arm_name] = _convert(prop.shape, values[name], _to_body)
    return result


def _to_sdk(kind: ObjectType, body: Values) -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    for name, prop in kind.properties.items():
        source: Any = body
        for container in prop.containers:
            source = cast("Values", source).get(container) if isinstance(source, Mapping) else None
        if not isinstance(source, Mapping) or cast("Values", source).get(prop.arm_name) is None:
            continue
        value = cast("Values", source)[prop.arm_name]
        if _is_other_variant(prop, value):
            return None
        result[name] = _convert(prop.shape, value, _to_sdk)
    return result


def _project(kind: ObjectType, values: Values) -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    for name, prop in kind.properties.items():
        if name in values:
            if _is_other_variant(prop, values[name]):
                return None
            result[name] = _convert(prop.shape, values[name], _project)
    return result


def _is_other_variant(prop: Property, value: object) -> bool:
    """Whether the discriminator says that the value belongs to another member of a union."""
    return prop.const is not None and not is_unknown(value) and value != prop.const


def _convert(shape: Shape, value: Any, convert_object: _ConvertObject) -> Any:
    if isinstance(value, Mapping):
        return _convert_mapping(shape, cast("Values", value), convert_object)
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if shape.kind == "string_set":
            # ARM wants the members as keys; the real provider sends empty objects as their values.
            members: dict[str, dict[str, Any]] = {item: {} for item in items if isinstance(item, str)}
            return members
        if shape.kind == "array" and shape.items is not None:
            return [_convert(shape.items, item, convert_object) for item in items]
        return items
    return value


def _convert_mapping(shape: Shape, values: Values, convert_object: _ConvertObject) -> Any:
    if shape.kind == "map" and shape.items is not None:
        return {key: _convert(shape.items, item, convert_object) for key, item in values.items()}
    if shape.kind == "string_set":
        return sorted(values)
    for cls in shape.types:
        converted = convert_object(object_type(cls), values)
        if converted is not None:
            return converted
    return dict(values)


def _preview_object(kind: ObjectType, inputs: Values) -> dict[str, Any]:
    return {name: _preview_value(prop, inputs.get(name, UNKNOWN)) for name, prop in kind.properties.items()}


def _preview_value(prop: Property, value: Any) -> Any:
    return prop.const if prop.const is not None else _preview_shape(prop.shape, value)


def _preview_shape(shape: Shape, value: Any) -> Any:
    if shape.kind == "any" or is_unknown(value):
        return value
    item_shape = shape.items or Shape("any")
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [_preview_shape(item_shape, item) for item in items] if shape.kind == "array" else UNKNOWN
    if isinstance(value, Mapping):
        values = cast("Values", value)
        if shape.kind == "map":
            return {key: _preview_shape(item_shape, item) for key, item in values.items()}
        if shape.kind != "object":
            return UNKNOWN
        # The real provider does not pick the variant of a union in a preview: it shows the input.
        return _preview_object(object_type(shape.types[0]), values) if len(shape.types) == 1 else values
    return value if shape.kind in {"string", "boolean", "number", "integer"} else UNKNOWN


def _without_empty_collections(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _without_empty_collections(item) for key, item in cast("Values", value).items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    if isinstance(value, list):
        items = [_without_empty_collections(item) for item in cast("list[Any]", value)]
        return [item for item in items if item is not None] or None
    return value


def _is_default_value(value: Any, default: Any) -> bool:
    if isinstance(value, list):
        return not value
    if isinstance(value, Mapping):
        expected: Values = cast("Values", default) if isinstance(default, Mapping) else {}
        items = cast("Values", value).items()
        return all(name in expected and _is_default_value(item, expected[name]) for name, item in items)
    if isinstance(value, bool):
        return not value or value == default
    return default in {"*", value}
