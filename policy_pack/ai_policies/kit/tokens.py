"""From any Pulumi token to the ARM type it stands for, and from generic resources to the SDK's property names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ai_policies.arm_child_types import FIXED_NAMES
from ai_policies.arm_older_types import OLDER_CLASSES, OLDER_MODULES
from ai_policies.arm_shapes import KEEPS_PROPERTIES, RENAMED, WRAPPED
from ai_policies.arm_types import ARM_TYPES
from ai_policies.kit.values import ABSENT, UNKNOWN, Bag, PlainBag, Value

GENERIC: Final = "azure-native:resources:Resource"

# azure-native:storage:StorageAccount, azure-native:storage/v20230101:StorageAccount (versions 1 and 2) and the
# parameterised azure-native_storage_v20230101:storage:StorageAccount (version 3).
_TOKEN: Final = re.compile(r"^azure-native(?:_\w+)?:(?P<module>[a-z]+)(?:/v\w+)?:(?P<name>\w+)$")
_VERSION: Final = re.compile(r"[_/]v(\d{4})(\d\d)(\d\d)(preview)?")
_ENVELOPE: Final = frozenset(
    {"location", "tags", "sku", "kind", "identity", "zones", "plan", "extendedLocation", "managedBy"}
)
# Names inside storage's encryption object differ by case only between ARM and the SDK.
_CASING: Final = {
    "keyvaultproperties": "keyVaultProperties",
    "keyname": "keyName",
    "keyvaulturi": "keyVaultUri",
    "keyversion": "keyVersion",
}
_NAME_INPUT: Final = {arm_type.casefold(): name for arm_type, name in ARM_TYPES.values()}


@dataclass(frozen=True)
class Shape:
    """How a resource wrote its properties: `prefix` and `names` lead from the SDK's path to the written one.

    `wrapper` is the SDK's name of the whole `properties` object, where it keeps one under another name.
    """

    prefix: str = ""
    names: Mapping[str, str] | None = None
    wrapper: str = ""

    def written(self, path: str) -> str:
        """The path as the program has it."""
        head, dot, rest = path.partition(".")
        if self.wrapper and head == self.wrapper:
            return f"properties{dot}{rest}"
        if not self.prefix or head in _ENVELOPE:
            return path
        return self.prefix + (self.names or {}).get(head, head) + dot + rest


@cache
def arm_type(token: str) -> str:
    """ARM type of a token (`Microsoft.Storage/storageAccounts`), empty when the token is not known here.

    Generic resources name their type in their properties: see `generic`.
    """
    match = _TOKEN.match(token)
    if match is None:
        return ""
    module, name = match["module"], match["name"]
    for candidate in (module, *OLDER_MODULES.get(module, ())):
        key = OLDER_CLASSES.get(f"{candidate}:{name}", f"{candidate}:{name}")
        if found := ARM_TYPES.get(key) or FIXED_NAMES.get(key):
            return found[0]
    return ""


@cache
def fixed_name(token: str) -> str:
    """Name in Azure of a resource whose class has no input for it; empty for all others."""
    match = _TOKEN.match(token)
    return FIXED_NAMES.get(f"{match['module']}:{match['name']}", ("", ""))[1] if match else ""


def api_version(token: str, bag: Bag) -> str:
    """API version that a resource asks for (`2026-07-01`), empty where it is the default of the SDK's class.

    A generic resource names it, a parameterised package and the classes of versions 1 and 2 have it in their token.
    """
    if token == GENERIC:
        version = bag.get("apiVersion")
        return version if isinstance(version, str) else ""
    match = _VERSION.search(token)
    return f"{match[1]}-{match[2]}-{match[3]}{'-preview' if match[4] else ''}" if match else ""


@cache
def name_input(of_type: str) -> str:
    """The input that holds the resource's own name, for an ARM type; empty when not known."""
    return _NAME_INPUT.get(of_type.casefold(), "")


def generic(bag: Bag) -> tuple[str, Bag, Shape]:
    """Read `azure-native:resources:Resource`: its ARM type, its properties in the SDK's shape, how they were written.

    The type is empty while namespace or type are unknown.
    """
    namespace, leaf = bag.get("resourceProviderNamespace"), bag.get("resourceType")
    parents = bag.get("parentResourcePath")
    if not isinstance(namespace, str) or not isinstance(leaf, str) or parents is UNKNOWN:
        return "", bag, Shape()
    segments = [segment for segment in parents.split("/") if segment] if isinstance(parents, str) else []
    of_type = "/".join([namespace, *segments[0::2], *([leaf] if leaf else [])])
    shaped = {key: bag.get(key) for key in bag.keys() if key in _ENVELOPE}  # noqa: SIM118 - a bag is no dict
    shaped |= _names(of_type, segments, bag.get("resourceName"))
    shaped["resourceGroupName"] = bag.get("resourceGroupName")
    if of_type.casefold() in KEEPS_PROPERTIES:
        return of_type, PlainBag(shaped | {"properties": bag.get("properties")}), Shape()
    properties = bag.get("properties")
    if wrapper := WRAPPED.get(of_type.casefold(), ""):
        return of_type, PlainBag(shaped | {wrapper: properties}), Shape(wrapper=wrapper)
    renamed = RENAMED.get(of_type.casefold(), {})
    if properties is UNKNOWN:
        return of_type, _UnknownBag(PlainBag(shaped)), Shape("properties.")
    if isinstance(properties, dict):
        shaped |= {renamed.get(key, key): flatten(value) for key, value in properties.items()}
    back = {ours: theirs for theirs, ours in renamed.items()}
    return of_type, PlainBag(shaped), Shape("properties.", back)


def flatten(value: Value) -> Value:
    """Lift ARM's nested `properties` objects, as azure-native does inside network and similar resources."""
    if isinstance(value, list):
        return [flatten(item) for item in value]
    if not isinstance(value, dict):
        return value
    lifted = value.get("properties")
    flat = (
        {key: item for key, item in value.items() if key != "properties"} | lifted
        if isinstance(lifted, dict)
        else value
    )
    return {_CASING.get(key, key): flatten(item) for key, item in flat.items()}


def _names(of_type: str, parents: list[str], name: Value) -> dict[str, Value]:
    """Inputs that a typed class would have had: its own name and those of its parents."""
    chain = of_type.split("/")
    names: dict[str, Value] = {}
    for depth, parent in enumerate(parents[1::2], start=2):
        names[name_input("/".join(chain[:depth]))] = parent
    names[name_input(of_type) or "resourceName"] = name
    return names


class _UnknownBag:
    """A generic resource whose `properties` are unknown as a whole: what is not in the envelope is unknown."""

    def __init__(self, envelope: Bag) -> None:
        self._envelope = envelope

    def keys(self) -> list[str]:
        """Names that are known."""
        return list(self._envelope.keys())

    def get(self, key: str) -> Value:
        """An envelope property, else unknown."""
        value = self._envelope.get(key)
        return UNKNOWN if value is ABSENT and key not in _ENVELOPE else value
