"""Property values on the wire (protobuf Struct) and in Python.

The engine marks special values by signatures (pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go). This provider, like
the real one, accepts neither secrets nor outputs: the engine unwraps them and marks the answers itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from google.protobuf.struct_pb2 import ListValue, Struct, Value

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker, no secret
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_UNKNOWN_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS = frozenset(
    {
        _UNKNOWN_WIRE,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


class Unknown:
    """A value that only a real run will know."""

    def __repr__(self) -> str:
        return "<unknown>"


UNKNOWN: Final = Unknown()


def from_struct(struct: Struct) -> dict[str, Any]:
    """Python values of a Struct; nulls are left out, as the real provider does (SkipNulls)."""
    return {key: _from_value(value) for key, value in struct.fields.items() if value.WhichOneof("kind") != "null_value"}


def to_struct(values: Mapping[str, Any]) -> Struct:
    """The Struct of Python values; None is left out."""
    result = Struct()
    for key, value in values.items():
        if value is not None:
            _fill(result.fields[key], value)
    return result


def is_unknown(value: object) -> bool:
    """Whether this very value is unknown."""
    return isinstance(value, Unknown)


def contains_unknown(value: object) -> bool:
    """Whether the value or anything inside it is unknown."""
    if isinstance(value, Mapping):
        return any(contains_unknown(item) for item in cast("Mapping[str, object]", value).values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in cast("list[object]", value))
    return is_unknown(value)


def _from_value(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _from_object(value.struct_value)
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "string_value":
        return UNKNOWN if value.string_value in _UNKNOWNS else value.string_value
    if kind == "bool_value":
        return value.bool_value
    return None


def _from_object(struct: Struct) -> Any:
    signature = struct.fields[_SIGNATURE].string_value if _SIGNATURE in struct.fields else ""
    if signature == _SECRET or (signature == _OUTPUT and "value" in struct.fields):
        return _from_value(struct.fields["value"])
    if signature == _OUTPUT:
        return UNKNOWN
    return from_struct(struct)


def _fill(target: Value, value: Any) -> None:
    if is_unknown(value):
        target.string_value = _UNKNOWN_WIRE
    elif value is None:
        target.null_value = 0  # pyright: ignore[reportAttributeAccessIssue] - an enum whose only member is 0
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, (int, float)):
        target.number_value = value
    elif isinstance(value, Mapping):
        target.struct_value.CopyFrom(to_struct(cast("Mapping[str, Any]", value)))
    elif isinstance(value, (list, tuple)):
        items = ListValue()
        for item in cast("list[Any]", value):
            _fill(items.values.add(), item)
        target.list_value.CopyFrom(items)
    else:
        target.string_value = str(value)
