"""What a property can be for a rule: present, absent or unknown; and how the engine's wire format becomes that.

The decoder reads one property of a protobuf `Struct` at a time, so a resource that no rule asks about is never decoded.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Final, Protocol, TypeAlias, cast

from pulumi_policy import proxy


class Marker(Enum):
    """The two values that are no values."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


ABSENT: Final = Marker.ABSENT
UNKNOWN: Final = Marker.UNKNOWN


class Hidden(str):
    """A text that the program marked as a secret: rules read it, messages do not show it."""

    __slots__ = ()


Value: TypeAlias = "Marker | bool | float | str | list[Value] | dict[str, Value] | None"
"""Decoded property: JSON, or a marker. Secrets are unwrapped (see `Hidden`), assets become their text or their path."""

UNKNOWN_TEXTS: Final = frozenset(
    {
        proxy.UNKNOWN_BOOLEAN_VALUE,
        proxy.UNKNOWN_NUMBER_VALUE,
        proxy.UNKNOWN_STRING_VALUE,
        proxy.UNKNOWN_ARRAY_VALUE,
        proxy.UNKNOWN_ASSET_VALUE,
        proxy.UNKNOWN_ARCHIVE_VALUE,
        proxy.UNKNOWN_OBJECT_VALUE,
    }
)

# Signatures by which the engine marks special objects (pulumi/pulumi, sdk/go/common/resource/sig).
SIGNATURE_KEY: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the wire format's marker of a secret, not one
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"


class Bag(Protocol):
    """A resource's properties, decoded key by key."""

    def keys(self) -> Iterable[str]:
        """Names of the properties that are there, null ones included."""
        ...

    def get(self, key: str) -> Value:
        """The property's value, `ABSENT` when it is missing or null, `UNKNOWN` when it is not known yet."""
        ...


class PlainBag:
    """Properties that are JSON already (fixtures, the stock servicer's arguments)."""

    def __init__(self, properties: Mapping[str, object]) -> None:
        self._properties = properties

    def keys(self) -> Iterable[str]:
        """Names of the properties."""
        return self._properties.keys()

    def get(self, key: str) -> Value:
        """One decoded property."""
        return plain(self._properties.get(key))


class _WireValue(Protocol):
    """The part of `google.protobuf.Value` that is read here; protobuf publishes no types."""

    null_value: int
    bool_value: bool
    number_value: float
    string_value: str

    @property
    def struct_value(self) -> "WireStruct": ...

    @property
    def list_value(self) -> "_WireList": ...

    def WhichOneof(self, group: str) -> str | None: ...


class _WireList(Protocol):
    @property
    def values(self) -> Sequence[_WireValue]: ...


class WireStruct(Protocol):
    """The part of `google.protobuf.Struct` that is read here."""

    @property
    def fields(self) -> Mapping[str, _WireValue]:
        """Properties by name."""
        ...


class WireBag:
    """Properties as the engine sends them; each key is decoded on first use and kept."""

    def __init__(self, struct: WireStruct) -> None:
        self._fields = struct.fields
        self._decoded: dict[str, Value] = {}

    def keys(self) -> Iterable[str]:
        """Names of the properties."""
        return self._fields.keys()

    def get(self, key: str) -> Value:
        """One decoded property."""
        if key not in self._decoded:
            # Indexing a protobuf map adds the key: ask first.
            self._decoded[key] = wire(self._fields[key]) if key in self._fields else ABSENT
        return self._decoded[key]


def wire(value: _WireValue) -> Value:
    """Decode one protobuf value."""
    match value.WhichOneof("kind"):
        case "string_value":
            return UNKNOWN if value.string_value in UNKNOWN_TEXTS else value.string_value
        case "bool_value":
            return value.bool_value
        case "number_value":
            return value.number_value
        case "struct_value":
            return _special({key: wire(item) for key, item in value.struct_value.fields.items()})
        case "list_value":
            return [wire(item) for item in value.list_value.values]
        case _:
            return ABSENT


def plain(value: object) -> Value:
    """Decode JSON in which the engine's marks may occur; read-only proxies of pulumi_policy are accepted too."""
    if value is None or value is ABSENT:
        return ABSENT
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWN_TEXTS else value
    if isinstance(value, bool | Marker):
        return value
    return float(value) if isinstance(value, int | float) else _container(value)


def _container(value: object) -> Value:
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value)
        return _special({key: plain(_raw(pairs, key)) for key in pairs})
    if isinstance(value, Sequence):
        items = cast("Sequence[object]", value)
        return [plain(_raw(items, index)) for index in range(len(items))]
    # What is left are pulumi.Asset and pulumi.Archive objects.
    return str(getattr(value, "text", None) or getattr(value, "path", None) or getattr(value, "uri", ""))


def _raw(container: "Mapping[str, object] | Sequence[object]", key: str | int) -> object:
    """Read an item without tripping the proxies, which raise where a value is unknown."""
    try:
        return cast("Mapping[str | int, object]", container)[key]
    except proxy.UnknownValueError:
        return UNKNOWN


def _special(value: dict[str, Value]) -> Value:
    """Unwrap secrets, outputs, references and assets; leave other objects alone."""
    match value.get(SIGNATURE_KEY):
        case None:
            return value
        case signature if signature == SECRET:
            return _hidden(value.get("value", UNKNOWN))
        case signature if signature == _OUTPUT:
            # An output without a value is one that is not known yet.
            return value.get("value", UNKNOWN)
        case signature if signature == _RESOURCE:
            return value.get("id", UNKNOWN)
        case _:
            return next((value[key] for key in ("text", "path", "uri") if key in value), "")


def _hidden(value: Value) -> Value:
    """What is inside a secret, each text marked."""
    if isinstance(value, dict):
        return {key: _hidden(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    return Hidden(value) if isinstance(value, str) else value
