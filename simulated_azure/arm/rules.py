"""How a service describes its resource types to the kernel: small functions and tables, each with its source.

A service module decorates functions; the kernel looks them up by type. The registry is also what the coverage page
is made from, therefore a rule cannot be registered without the source that says Azure behaves so.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World


@dataclass
class Put:
    """A PUT on its way into the world.

    `body` may be changed by defaults and normalisers; `old` is the resource as it is stored, None on create.
    """

    id: ResourceId
    body: Json
    old: Resource | None
    world: World
    api_version: str
    failure: ArmError | None = None
    """Set by a rule: the PUT is accepted and the long-running operation ends with this error."""

    afterwards: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    """Steps that need the resource to be stored, for instance writing its inline children."""

    @property
    def properties(self) -> Json:
        """`properties` of the body, made when absent so that rules may read and fill it."""
        return self.body.setdefault("properties", {})

    @property
    def creating(self) -> bool:
        """Whether the resource does not exist yet."""
        return self.old is None


@dataclass(frozen=True)
class Rule:
    """One registered rule: what it is about, and who says that Azure does so."""

    types: tuple[str, ...]
    phase: str
    name: str
    summary: str
    source: str

    @property
    def remembered(self) -> bool:
        """Whether the source is general knowledge only, which no claim may rest on."""
        return "(mem)" in self.source


_Checked = TypeVar("_Checked", bound=Callable[..., object])
PutCheck = Callable[[Put], None]
DeleteCheck = Callable[[World, Resource], None]
Effect = Callable[[World, Resource], None]
Compute = Callable[[World, Resource], Json]


@dataclass(frozen=True)
class Immutable:
    """A property that may be set at creation only."""

    path: str
    code: str
    allowed: frozenset[tuple[str, str]] = frozenset()
    """Transitions (old, new) that Azure does accept."""
    once: bool = False
    """Whether it may be set later when it was not set at creation."""


@dataclass(frozen=True)
class SoftDelete:
    """How a deleted resource is kept."""

    days: Callable[[World, Resource], float]
    protected: Callable[[World, Resource], bool] = lambda _world, _resource: False
    remembers: Callable[[World, Resource], Json] = lambda _world, _resource: {}
    """What of the resource's surroundings is kept with it: a partial body."""
    with_children: tuple[str, ...] = ()
    """Beginnings of the types below it, in lower case, that are kept and come back with it."""


@dataclass(frozen=True)
class Mirror:
    """Children, by the last part of their type, that are one side of what another resource keeps."""

    listed: Callable[[World, Resource], list[Json]]
    """All of a parent, as GET returns them."""
    write: Callable[[World, ResourceId, Json], None]
    remove: Callable[[World, ResourceId], None]


@dataclass(frozen=True)
class Implied:
    """An extension that every resource has, written or not: its body then, and the one that a PATCH leads to."""

    body: Callable[[World, ResourceId], Json]
    patched: Callable[[World, ResourceId, Json], Json]


@dataclass
class Registry:
    """Everything the services said, by lower-case type."""

    rules: list[Rule] = field(default_factory=list[Rule])
    put_checks: dict[str, list[PutCheck]] = field(default_factory=lambda: defaultdict(list))
    normalisers: dict[str, list[PutCheck]] = field(default_factory=lambda: defaultdict(list))
    delete_checks: dict[str, list[DeleteCheck]] = field(default_factory=lambda: defaultdict(list))
    written: dict[str, list[Effect]] = field(default_factory=lambda: defaultdict(list))
    deleted: dict[str, list[Effect]] = field(default_factory=lambda: defaultdict(list))
    computed: dict[str, list[Compute]] = field(default_factory=lambda: defaultdict(list))
    defaults: dict[str, Json] = field(default_factory=dict[str, Json])
    immutable: dict[str, list[Immutable]] = field(default_factory=lambda: defaultdict(list))
    ignored: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    write_only: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    soft_delete: dict[str, SoftDelete] = field(default_factory=dict[str, SoftDelete])
    singletons: dict[str, Json] = field(default_factory=dict[str, Json])
    """Children that exist with their parent: type -> body; their only name is in the name rules."""
    mirrors: dict[str, Mirror] = field(default_factory=dict[str, Mirror])
    implied: dict[str, Implied] = field(default_factory=dict[str, Implied])
    links: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Type, or `*` -> path of ids in its body -> what the caller must be allowed to do to those resources."""
    parts: dict[str, str] = field(default_factory=dict[str, str])
    """Children that are elements of a list in their parent's properties too: type -> name of that property."""


REGISTRY = Registry()


def _note(types: tuple[str, ...], phase: str, function: Callable[..., object], source: str) -> None:
    summary = (function.__doc__ or function.__name__).strip().split("\n")[0]
    REGISTRY.rules.append(Rule(types, phase, function.__name__, summary, source))


def on_put(*types: str, source: str) -> Callable[[PutCheck], PutCheck]:
    """Register a check that may refuse a PUT."""

    def register(function: PutCheck) -> PutCheck:
        _note(types, "put", function, source)
        for arm_type in types:
            REGISTRY.put_checks[arm_type.lower()].append(function)
        return function

    return register


def normalises(*types: str) -> Callable[[PutCheck], PutCheck]:
    """Register a function that fills in or rewrites the body as the service does, after the checks."""

    def register(function: PutCheck) -> PutCheck:
        for arm_type in types:
            REGISTRY.normalisers[arm_type.lower()].append(function)
        return function

    return register


def on_delete(*types: str, source: str) -> Callable[[DeleteCheck], DeleteCheck]:
    """Register a check that may refuse a DELETE."""

    def register(function: DeleteCheck) -> DeleteCheck:
        _note(types, "delete", function, source)
        for arm_type in types:
            REGISTRY.delete_checks[arm_type.lower()].append(function)
        return function

    return register


def after_write(*types: str, source: str = "") -> Callable[[Effect], Effect]:
    """Register what else changes in the world when a resource is written; with a source it counts as a rule."""

    def register(function: Effect) -> Effect:
        if source:
            _note(types, "effect", function, source)
        for arm_type in types:
            REGISTRY.written[arm_type.lower()].append(function)
        return function

    return register


def after_delete(*types: str, source: str = "") -> Callable[[Effect], Effect]:
    """Register what else changes in the world when a resource is gone; with a source it counts as a rule."""

    def register(function: Effect) -> Effect:
        if source:
            _note(types, "effect", function, source)
        for arm_type in types:
            REGISTRY.deleted[arm_type.lower()].append(function)
        return function

    return register


def everywhere(source: str) -> Callable[[_Checked], _Checked]:
    """Note a check that the kernel itself makes for every type."""

    def register(function: _Checked) -> _Checked:
        _note(("*",), "kernel", function, source)
        return function

    return register


def computes(*types: str) -> Callable[[Compute], Compute]:
    """Register read-only values: a partial body laid over the stored one by GET."""

    def register(function: Compute) -> Compute:
        for arm_type in types:
            REGISTRY.computed[arm_type.lower()].append(function)
        return function

    return register


def implies(arm_type: str, extension: Implied, *, source: str) -> None:
    """An extension that every resource has."""
    REGISTRY.implied[arm_type.lower()] = extension
    _note((arm_type,), "put", extension.patched, source)


def defaults(arm_type: str, body: Json) -> None:
    """Values the server fills in where a PUT leaves them out."""
    REGISTRY.defaults[arm_type.lower()] = body


def immutable(arm_type: str, *properties: Immutable, source: str) -> None:
    """Properties that a later PUT may not change."""
    REGISTRY.immutable[arm_type.lower()].extend(properties)
    names = ", ".join(item.path for item in properties)
    REGISTRY.rules.append(Rule((arm_type,), "update", "immutable", f"Create-only: {names}.", source))


def ignores_changes(arm_type: str, *paths: str, source: str) -> None:
    """Properties that a later PUT may name with another value, which the service silently does not take over."""
    REGISTRY.ignored[arm_type.lower()].extend(paths)
    summary = f"Changes are accepted and have no effect: {', '.join(paths)}."
    REGISTRY.rules.append(Rule((arm_type,), "update", "ignored", summary, source))


def write_only(arm_type: str, *paths: str) -> None:
    """Properties that GET never returns."""
    REGISTRY.write_only[arm_type.lower()] = paths


def soft_deletes(arm_type: str, behaviour: SoftDelete, *, source: str) -> None:
    """A type whose deleted resources are kept for some days."""
    REGISTRY.soft_delete[arm_type.lower()] = behaviour
    REGISTRY.rules.append(Rule((arm_type,), "delete", "soft_delete", "Deleted resources are kept.", source))


def links(*types: str, to: dict[str, str], source: str) -> None:
    """What a write of these types, or of `*`, needs a right to, besides the right to the write itself.

    Args:
        types: the types.
        to: path of ids in the body (`[]` goes into lists) -> operation on them, such as `join/action`.
        source: who says that Azure asks for it.
    """
    for arm_type in types:
        REGISTRY.links[arm_type.lower()].update(to)
    named = "; ".join(f"`{operation}` on {path}" for path, operation in to.items())
    phase = "kernel" if types == ("*",) else "access"
    REGISTRY.rules.append(Rule(types, phase, "links", f"A write needs {named}.", source))


def part(arm_type: str, kind: str, *, source: str) -> None:
    """A child that is also an element of a list in its parent's properties, which a PUT of the parent replaces."""
    REGISTRY.parts[arm_type.lower()] = kind
    parent = arm_type.rpartition("/")[0]
    summary = f"A PUT states the whole list '{kind}': elements that it leaves out are gone, however they were made."
    REGISTRY.rules.append(Rule((parent,), "effect", "whole_list", summary, source))


def mirror(collection: str, of_type: str, kept: Mirror, *, summary: str, source: str) -> None:
    """Children of any type, named by the last part of theirs, that are one side of what resources of `of_type` keep."""
    REGISTRY.mirrors[collection.lower()] = kept
    REGISTRY.rules.append(Rule((of_type,), "effect", "mirror", summary, source))


def singleton(arm_type: str, body: Json) -> None:
    """A child named by its type alone, that exists as soon as its parent does."""
    REGISTRY.singletons[arm_type.lower()] = body
