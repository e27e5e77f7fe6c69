"""Reads the azure-native SDK: the classes of one module say which inputs and outputs a type has.

The SDK is generated from the same metadata that the real provider loads, so its classes carry names, types,
required flags, enumerations, discriminators and the remark about stand-alone sub-resources.
"""

from __future__ import annotations

import collections.abc
import enum
import functools
import importlib
import inspect
import re
import typing
from collections.abc import Mapping
from typing import Any

import pulumi

from simulated_azure.catalogue.schema import Shape

PACKAGE = "azure-native"
_API_VERSION = re.compile(r"Uses Azure REST API version ([\w-]+)")
_CONST = re.compile(r"Expected value is '([^']*)'")
_STANDALONE = "also available as standalone resources"
_T = typing.TypeVar("_T")
_SCALARS: Mapping[object, typing.Literal["string", "boolean", "number", "integer", "any"]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    Any: "any",
}


class Declared(typing.NamedTuple):
    """One property as the SDK declares it."""

    shape: Shape
    required: bool
    const: str | None
    maintained: bool


def api_version(resource: type) -> str:
    """API version that the SDK names in the documentation of the resource, '' when it names none."""
    for overload in typing.get_overloads(resource.__init__):
        found = _API_VERSION.search(overload.__doc__ or "")
        if found:
            return found[1]
    found = _API_VERSION.search(resource.__init__.__doc__ or "")
    return found[1] if found else ""


@functools.cache
def declared_properties(cls: type) -> Mapping[str, Declared]:
    """Properties of an SDK class (args, resource, input type or output type) by their SDK name."""
    required = _required_arguments(cls)
    result: dict[str, Declared] = {}
    for base in reversed(cls.__mro__):
        for python_name, member in vars(base).items():
            if not isinstance(member, property) or member.fget is None:
                continue
            sdk_name = getattr(member.fget, "_pulumi_name", None)
            if not isinstance(sdk_name, str):
                continue
            documentation = member.fget.__doc__ or ""
            const = _CONST.search(documentation)
            result[sdk_name] = Declared(
                shape=_shape(_return_hint(member.fget)),
                required=python_name in required,
                const=const[1] if const else None,
                maintained=_STANDALONE in documentation,
            )
    return result


def _required_arguments(cls: type) -> frozenset[str]:
    if issubclass(cls, pulumi.Resource):
        return frozenset()
    parameters = inspect.signature(cls.__init__).parameters.values()
    return frozenset(p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty)


def _return_hint(getter: typing.Any) -> object:
    namespace = vars(importlib.import_module(getter.__module__))
    # `Input[...]` mentions Output[T] by name; neither name is known in the generated module.
    return typing.get_type_hints(getter, globalns=namespace, localns={"Output": pulumi.Output, "T": _T}).get(
        "return", Any
    )


def _shape(hint: object) -> Shape:
    """Shape of an annotation such as `Input[Optional[Sequence[Input['SubnetArgs']]]]`."""
    alternatives = tuple(_alternatives(hint))
    if len(alternatives) == 1:
        return _single_shape(alternatives[0])
    enums = [a for a in alternatives if isinstance(a, type) and issubclass(a, enum.Enum)]
    if enums:
        return Shape("string", values=_enum_values(enums[0]), open_enum=str in alternatives)
    objects = tuple(a for a in alternatives if isinstance(a, type) and _is_object(a))
    if objects:
        return Shape("object", types=objects)
    return Shape("any")


def _single_shape(hint: object) -> Shape:
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is collections.abc.Sequence:
        return Shape("array", items=_shape(arguments[0]))
    if origin is collections.abc.Mapping:
        return Shape("map", items=_shape(arguments[1]))
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return Shape("string", values=_enum_values(hint))
    if isinstance(hint, type) and _is_object(hint):
        return Shape("object", types=(hint,))
    return Shape(_SCALARS.get(hint, "any"))


def _alternatives(hint: object) -> typing.Iterator[object]:
    """Members of a union without None, Output and Awaitable, which only say how a program may pass the value."""
    if isinstance(hint, typing.ForwardRef) or hint is type(None) or hint is pulumi.Output:
        return
    origin = typing.get_origin(hint)
    if origin is typing.Union:
        seen: list[object] = []
        for member in typing.get_args(hint):
            for alternative in _alternatives(member):
                if alternative not in seen:
                    seen.append(alternative)
                    yield alternative
    elif origin is collections.abc.Awaitable:
        return
    elif origin is pulumi.Output:
        # The generic Output[T] of an Input is an unbound T; on a resource it carries the type of the output.
        inner = typing.get_args(hint)[0]
        if not isinstance(inner, typing.TypeVar):
            yield from _alternatives(inner)
    else:
        yield hint


def _is_object(cls: type) -> bool:
    return hasattr(cls, "_pulumi_input_type") or hasattr(cls, "_pulumi_output_type")


def _enum_values(cls: type[enum.Enum]) -> tuple[str, ...]:
    return tuple(str(member.value) for member in cls)
