"""Which properties of a type some rule, default or view of the simulation looks at; the others are stored plainly.

Read from the code itself: string constants of the functions registered for a type, of the functions of this
package that they call, and the tables of defaults and create-only paths.
"""

import functools
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from simulated_azure.arm.json_values import Json, is_dict
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.catalogue.catalogue import id_templates, resource_type

_OURS = "simulated_azure."


def looked_at(arm_type: str) -> set[str]:
    """Names of properties (in ARM's spelling) that the simulation reads or writes for a type."""
    key = arm_type.lower()
    names: set[str] = set()
    for table in (
        REGISTRY.put_checks,
        REGISTRY.normalisers,
        REGISTRY.delete_checks,
        REGISTRY.computed,
        REGISTRY.written,
    ):
        for function in table.get(key, ()):
            names |= _constants(function)
    names |= _keys(REGISTRY.defaults.get(key, {}))
    paths = [item.path for item in REGISTRY.immutable.get(key, ())]
    for path in [*paths, *REGISTRY.ignored.get(key, ()), *REGISTRY.write_only.get(key, ())]:
        names |= set(path.replace("[]", "").split("."))
    return names


def stored_plainly(token: str) -> list[str]:
    """Properties of a type of the SDK, outermost level, that nothing looks at."""
    resource = resource_type(token)
    known = {name.lower() for name in looked_at(resource.arm_type)} | {"location", "tags", "identity"}
    return sorted(item.arm_name for item in resource.inputs.properties.values() if item.arm_name.lower() not in known)


def tokens() -> Iterator[tuple[str, str]]:
    """(token, type) of every resource that the provider can make and whose type the token alone tells."""
    for short, (arm_type, _template) in sorted(id_templates().items()):
        if "{" in arm_type or arm_type == "*":  # record sets and the generic resource
            continue
        yield f"azure-native:{short}", arm_type


def _keys(body: Json) -> set[str]:
    return {name for key, value in body.items() for name in ({key} | (_keys(value) if is_dict(value) else set[str]()))}


@functools.cache
def _constants(function: Callable[..., Any]) -> set[str]:
    found: set[str] = set()
    waiting: list[FunctionType] = [function] if isinstance(function, FunctionType) else []
    seen: set[FunctionType] = set()
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for code in _codes(current.__code__):
            found |= {part for item in _texts(code.co_consts) for part in item.split(".")}
            for name in code.co_names:
                target = current.__globals__.get(name)
                found |= {part for item in _texts((target,)) for part in item.split(".")}
                if isinstance(target, FunctionType) and target.__module__.startswith(_OURS) and target not in seen:
                    waiting.append(target)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield from _codes(item)


def _texts(values: tuple[object, ...]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | frozenset):
            yield from _texts(tuple(value))  # pyright: ignore[reportUnknownArgumentType] - any constant
