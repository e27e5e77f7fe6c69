"""Unknown-safe reading of properties, and the conditions that most rules consist of."""

from collections.abc import Callable, Iterator
from typing import TypeGuard

from ai_policies.kit.findings import Finding, Unknown, UnknownRead, Violated
from ai_policies.kit.values import ABSENT, UNKNOWN, Hidden, Marker, Value


def same(left: Value, right: Value) -> bool:
    """Equality as ARM sees it: text without case, booleans never equal to numbers."""
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def show(value: Value) -> str:
    """A value as a message shows it."""
    match value:
        case Marker.ABSENT:
            text = "not set"
        case Hidden():
            text = "a secret"
        case bool():
            text = str(value).lower()
        case float() if value.is_integer():
            text = str(int(value))
        case str():
            text = f"'{value}'" if len(value) <= 80 else f"'{value[:77]}...'"
        case list():
            text = "[" + ", ".join(show(item) for item in value[:5]) + (", ...]" if len(value) > 5 else "]")
        case dict():
            text = "{" + ", ".join(f"{key}: {show(item)}" for key, item in list(value.items())[:5]) + "}"
        case _:
            text = str(value)
    return text


def known(value: Value) -> "TypeGuard[bool | float | str | list[Value] | dict[str, Value] | None]":
    """Whether the value is there and known."""
    return not isinstance(value, Marker)


class View:
    """A readable object inside a resource: the resource itself, or an element of one of its lists.

    `find` never raises and returns `ABSENT` or `UNKNOWN`; the strict reads (`read`, `text`, `items`, ...) raise
    `UnknownRead`, which the judge reports as unknown. Conditions (`expect...`, `refuse...`) yield findings and
    judge each property by itself, so one unknown hides no violation.
    """

    def __init__(self, urn: str, find: Callable[[str], Value], path_of: Callable[[str], str]) -> None:
        self.urn = urn
        self._find = find
        self._path_of = path_of

    def find(self, path: str) -> Value:
        """The value at a dotted path in the SDK's shape (`encryption.keySource`)."""
        return self._find(path)

    def path_of(self, path: str) -> str:
        """The path as the program wrote it (a generic resource keeps ARM's `properties`)."""
        return self._path_of(path)

    def read(self, path: str) -> Value:
        """The value or `ABSENT`.

        Raises:
            UnknownRead: the value is not known yet.
        """
        value = self.find(path)
        if value is UNKNOWN:
            raise UnknownRead(self.path_of(path), self.urn)
        return value

    def text(self, path: str) -> str:
        """The text at `path`, empty when there is none; raises `UnknownRead`."""
        value = self.read(path)
        return value if isinstance(value, str) else ""

    def texts(self, path: str) -> list[str]:
        """The texts of a list at `path`; raises `UnknownRead` when the list or an element is unknown."""
        value = self.read(path)
        found = value if isinstance(value, list) else []
        if UNKNOWN in found:
            raise UnknownRead(self.path_of(path), self.urn)
        return [item for item in found if isinstance(item, str)]

    def items(self, path: str) -> "list[View]":
        """The objects of a list at `path`; raises `UnknownRead` when the list or an element is unknown."""
        value = self.read(path)
        found = value if isinstance(value, list) else []
        if UNKNOWN in found:
            raise UnknownRead(self.path_of(path), self.urn)
        return [self._element(path, index, item) for index, item in enumerate(found)]

    def _element(self, path: str, index: int, item: Value) -> "View":
        base = f"{self.path_of(path)}[{index}]"
        return View(self.urn, lambda inner: walk(item, inner), lambda inner: f"{base}.{inner}" if inner else base)

    def violated(self, path: str, wanted: str, remedy: str = "") -> Violated:
        """A violation at `path`, showing what was found and what was wanted."""
        return Violated(f"is {show(self.find(path))}, {wanted}", self.path_of(path), remedy, self.urn)

    def expect(self, path: str, *allowed: Value) -> Iterator[Finding]:
        """The property must be set, to one of the allowed values."""
        yield from self._judge(path, f"must be {_either(allowed)}", lambda value: _among(value, allowed))

    def expect_or_absent(self, path: str, *allowed: Value) -> Iterator[Finding]:
        """The property, where set, must be one of the allowed values (Azure's default is safe)."""
        wanted = f"must be {_either(allowed)} or not set"
        yield from self._judge(path, wanted, lambda value: value is ABSENT or _among(value, allowed))

    def expect_set(self, path: str, why: str = "must be set") -> Iterator[Finding]:
        """The property must be there and not be empty."""
        yield from self._judge(path, why, lambda value: value is not ABSENT and value not in ("", [], {}))

    def expect_at_least(self, path: str, minimum: float) -> Iterator[Finding]:
        """The property must be a number of at least `minimum`."""
        wanted = f"must be {show(float(minimum))} or more"
        yield from self._judge(path, wanted, lambda value: isinstance(value, float) and value >= minimum)

    def expect_empty(self, path: str, why: str) -> Iterator[Finding]:
        """The list or text must be absent or empty."""
        yield from self._judge(path, why, lambda value: value is ABSENT or value in ("", [], {}))

    def refuse(self, path: str, *refused: Value) -> Iterator[Finding]:
        """The property must not be one of these; absent is fine."""
        wanted = f"must not be {_either(refused)}"
        yield from self._judge(path, wanted, lambda value: value is ABSENT or not _among(value, refused))

    def expect_that(self, path: str, wanted: str, holds: Callable[[Value], bool]) -> Iterator[Finding]:
        """The property must satisfy a predicate, which sees `ABSENT` but never `UNKNOWN`, at no depth."""
        if contains_unknown(self.find(path)):
            yield Unknown(self.path_of(path), self.urn)
        else:
            yield from self._judge(path, wanted, holds)

    def expect_identity(self) -> Iterator[Finding]:
        """The resource must run as a managed identity of its own or of the user's."""
        yield from self._judge(
            "identity.type",
            "must be 'UserAssigned' or 'SystemAssigned'",
            lambda value: isinstance(value, str) and "assigned" in value.casefold(),
        )

    def _judge(self, path: str, wanted: str, holds: Callable[[Value], bool]) -> Iterator[Finding]:
        value = self.find(path)
        if value is UNKNOWN:
            yield Unknown(self.path_of(path), self.urn)
        elif not holds(value):
            yield self.violated(path, wanted)


def walk(value: Value, path: str) -> Value:
    """Follow a dotted path into decoded JSON; an unknown on the way makes the end unknown."""
    for key in path.split(".") if path else []:
        if value is UNKNOWN:
            return UNKNOWN
        if not isinstance(value, dict):
            return ABSENT
        value = value.get(key, ABSENT)
    return value


def contains_unknown(value: Value) -> bool:
    """Whether the value, or anything inside it, is not known yet."""
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(contains_unknown(item) for item in value)
    return value is UNKNOWN


def _among(value: Value, allowed: tuple[Value, ...]) -> bool:
    return any(same(value, candidate) for candidate in allowed)


def _either(values: tuple[Value, ...]) -> str:
    return " or ".join(show(value) for value in values)
