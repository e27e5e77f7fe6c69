"""The stack as one graph: resources by type, and the links between them before and after their ids are known."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar, cast

from ai_policies.kit import tokens
from ai_policies.kit.findings import Finding, UnknownRead
from ai_policies.kit.resource import Resource, parse_chain
from ai_policies.kit.values import UNKNOWN, PlainBag, Value
from ai_policies.kit.waivers import Waiver

T = TypeVar("T")


class Graph:
    """All resources of a stack.

    A link is followed by the ARM id where it is known, else by the engine's record of which resources a property's
    value came from (property dependencies), which exists at preview when the id does not.

    Attributes:
        by_urn: resources by URN.
        parameters: the rule's parameters while a rule judges.
        stack: stands for the stack as a whole.
        waivers: the stack's waivers.
        used_waivers: those that something needed, set once every other rule has judged.
        today: the day that decides on waivers and ages.
    """

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        self.parameters: Mapping[str, Value] = {}
        self.waivers: Sequence[Waiver] = ()
        self.used_waivers: Collection[Waiver] = ()
        self.today = date.min
        self.stack = Resource("", "pulumi:pulumi:Stack", PlainBag({}))
        self._families: dict[str, tuple[dict[str, list[Resource]], UnknownRead | None]] = {}
        self._remembered: dict[Callable[[Graph], object], object] = {}
        self.by_urn = {resource.urn: resource for resource in resources}
        self._by_type: dict[str, list[Resource]] = {}
        self._by_name: dict[tuple[str, str], list[Resource]] = {}
        for resource in resources:
            of_type = resource.arm_type.casefold()
            self._by_type.setdefault(of_type, []).append(resource)
            self._by_name.setdefault((of_type, resource.arm_name.casefold()), []).append(resource)

    @property
    def types(self) -> Iterable[str]:
        """ARM types present, in lower case."""
        return self._by_type.keys()

    def once(self, compute: "Callable[[Graph], T]") -> T:
        """What a function finds out about the whole graph, found out once."""
        if compute not in self._remembered:
            self._remembered[compute] = compute(self)
        return cast("T", self._remembered[compute])

    def of(self, *arm_types: str) -> Iterator[Resource]:
        """Resources of these ARM types, in the order of the program."""
        for arm_type in arm_types:
            yield from self._by_type.get(arm_type.casefold(), ())

    def parent(self, child: Resource) -> Resource | None:
        """The resource that `child`'s ARM type is nested under; see `ancestor`."""
        return self.ancestor(child, child.arm_type.rpartition("/")[0])

    def ancestor(self, child: Resource, arm_type: str) -> Resource | None:
        """The resource of `arm_type` that `child` lives under, None when it is not in the stack.

        Raises:
            UnknownRead: the ancestor's name is unknown and nothing says where it comes from.
        """
        key = tokens.name_input(arm_type)
        linked = self._of_types(child.linked.get(key, ()), (arm_type,))
        if linked:
            return linked[0]
        name = child.given(key)
        if name is UNKNOWN:
            raise UnknownRead(child.path_of(key), child.urn)
        return self._named(arm_type, name, child.given("resourceGroupName"))

    def children(self, parent: Resource, segment: str) -> list[Resource]:
        """Resources of type `<parent's type>/<segment>` that belong to `parent`.

        Raises:
            UnknownRead: a resource of that type has an unknown parent, which may be this one.
        """
        child_type = f"{parent.arm_type}/{segment}"
        if child_type not in self._families:
            self._families[child_type] = self._family(child_type)
        children, unclear = self._families[child_type]
        if unclear is not None:
            raise UnknownRead(unclear.path, unclear.urn)
        return children.get(parent.urn, [])

    def _family(self, child_type: str) -> tuple[dict[str, list[Resource]], UnknownRead | None]:
        children: dict[str, list[Resource]] = {}
        unclear: UnknownRead | None = None
        for child in self.of(child_type):
            try:
                parent = self.parent(child)
            except UnknownRead as read:
                unclear = read
            else:
                children.setdefault(parent.urn if parent else "", []).append(child)
        return children, unclear

    def linked(self, resource: Resource, key: str, *arm_types: str) -> list[Resource]:
        """Resources of these types that the property `key` (top level) got its value from.

        Of a generic resource the engine knows no more than that something came from `properties`.
        """
        written = resource.path_of(key).partition(".")[0]
        return self._of_types(resource.linked.get(key) or resource.linked.get(written, ()), arm_types)

    def _of_types(self, urns: Iterable[str], arm_types: tuple[str, ...]) -> list[Resource]:
        found = (self.by_urn.get(urn) for urn in urns)
        return [target for target in found if target is not None and target.is_type(*arm_types)]

    def expect_link(self, resource: Resource, path: str, why: str, *arm_types: str) -> Iterator[Finding]:
        """The id at `path` must be set; before deployment it must come from a resource of one of these types."""
        linked = self.linked(resource, path.partition(".")[0], *arm_types)
        if resource.find(path) is not UNKNOWN or not linked:
            yield from resource.expect_set(path, why)

    def target(self, resource: Resource, path: str, *arm_types: str) -> "Resource | str | None":
        """What the ARM id at `path` points to: see `resolve`."""
        return self.resolve(resource, path, resource.find(path), *arm_types)

    def resolve(self, resource: Resource, path: str, value: Value, *arm_types: str) -> "Resource | str | None":
        """What an ARM id points to that stands somewhere in the property that `path` begins with.

        Returns:
            The resource when it is in the stack; its id when it lies outside; None when the id is not set or points
            to another type.

        Raises:
            UnknownRead: the id is unknown and the engine's record does not lead to exactly one resource.
        """
        if isinstance(value, str) and value:
            return self._by_id(resource, value, path, arm_types)
        if value is not UNKNOWN:
            return None
        linked = self.linked(resource, path.partition(".")[0], *arm_types)
        if len(linked) == 1:
            return linked[0]
        raise UnknownRead(resource.path_of(path), resource.urn)

    def _by_id(self, resource: Resource, arm_id: str, path: str, arm_types: tuple[str, ...]) -> "Resource | str | None":
        chain = parse_chain(arm_id)
        if not chain or chain[-1][0].casefold() not in {arm_type.casefold() for arm_type in arm_types}:
            return None
        named = self._by_name.get((chain[-1][0].casefold(), chain[-1][1].casefold()), ())
        candidates = [found for found in named if _lies_at(found, chain)]
        if len(candidates) > 1:
            # The names of parents may be unknown: the engine's record tells the candidates apart.
            linked = self.linked(resource, path.partition(".")[0], *arm_types)
            candidates = [found for found in candidates if found in linked] or candidates
        return candidates[0] if candidates else arm_id

    def _named(self, arm_type: str, name: Value, group: Value) -> Resource | None:
        if not isinstance(name, str):
            return None
        for found in self._by_name.get((arm_type.casefold(), name.casefold()), ()):
            theirs = found.given("resourceGroupName")
            if not isinstance(group, str) or not isinstance(theirs, str) or theirs.casefold() == group.casefold():
                return found
        return None

    def parameter_texts(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of texts."""
        value = self.parameters.get(name)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def parameter_number(self, name: str) -> float:
        """A parameter that is a number."""
        value = self.parameters.get(name)
        return value if isinstance(value, float) else 0.0


def _lies_at(resource: Resource, chain: Sequence[tuple[str, str]]) -> bool:
    """Whether a resource of the right name may be the one that an id names: known names of its parents agree."""
    for arm_type, name in chain[:-1]:
        given = resource.given(tokens.name_input(arm_type))
        if isinstance(given, str) and given.casefold() != name.casefold():
            return False
    return True
