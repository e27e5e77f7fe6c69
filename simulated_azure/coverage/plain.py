"""Which properties of a type some rule, default or view of the simulation looks at; the others are stored plainly.

Read from the code itself: string constants of the functions registered for a type, of the functions of this
package that they call, and the tables of defaults and create-only paths. That takes a fifth of a millisecond a type,
so the faces ask while they run and no list can go stale.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

from simulated_azure import services
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, is_dict
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.coverage.free_text import FREE_TEXT
from simulated_azure.coverage.inventory import has_rules
from simulated_azure.services import reach

_OURS = "simulated_azure."
ENVELOPE = frozenset({"id", "name", "type", "etag", "systemdata", "location", "tags", "identity", "properties"})
"""Keys beside `properties` that the kernel owns or looks at for every type (lower case)."""
_OF_EVERY_TYPE = frozenset({"provisioningstate"})
Stored = Mapping[str, tuple[str, ...]]
"""Type -> its properties that are stored plainly, in order; none for a type without any rule."""


@functools.cache
def looked_at(arm_type: str) -> frozenset[str]:
    """Names of properties (in ARM's spelling) that the simulation reads or writes for a type."""
    services.load()
    key = arm_type.lower()
    names: set[str] = set(reach.looks_at(key))
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
    return frozenset(names)


@functools.cache
def _known(arm_type: str) -> frozenset[str]:
    modelled = frozenset(name.lower() for name in looked_at(arm_type))
    return modelled | FREE_TEXT.get(arm_type.lower(), {}).keys() | _OF_EVERY_TYPE


def plain(arm_type: str, names: Iterable[str]) -> list[str]:
    """Those of some names of properties that nothing looks at and that have something to be looked at, in order."""
    known = _known(arm_type)
    return sorted(name for name in names if name.lower() not in known)


def plain_in(resource_id: str, body: Json) -> Stored:
    """What of a resource is stored as written: its type without names when no rule knows the type at all.

    Args:
        resource_id: id of the resource.
        body: the body of a PUT, or the resource.

    Raises:
        ArmError: 400 InvalidResourceId.
    """
    arm_type = ResourceId.parse(resource_id).type
    if not has_rules(arm_type):
        return {arm_type: ()}
    beside = [name for name in body if name.lower() not in ENVELOPE]
    names = plain(arm_type, {*beside, *as_dict(body.get("properties"))})
    return {arm_type: tuple(names)} if names else {}


def joined(found: Iterable[Stored]) -> Stored:
    """What is stored plainly of several resources, by type: ids may spell one type in several ways."""
    names: dict[str, tuple[str, set[str]]] = {}
    for stored in found:
        for arm_type, properties in stored.items():
            names.setdefault(arm_type.lower(), (arm_type, set()))[1].update(properties)
    return {arm_type: tuple(sorted(properties)) for _key, (arm_type, properties) in sorted(names.items())}


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
