"""Vocabulary of the catalogue: how one azure-native resource type looks to a program and to ARM."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["string", "boolean", "number", "integer", "object", "array", "map", "string_set", "any"]
AutoName = Literal["random", "copy", "uuid"]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Sub-paths: the real provider does not URL-encode them and trims their slashes (crud.go, SkipUrlEncoding).
_SUB_PATHS = frozenset({"scope", "resourceUri", "parentResourcePath", "resourceType"})


class UnmodelledTypeError(Exception):
    """A resource type (or function) that the simulator does not know."""


@dataclass(frozen=True)
class Shape:
    """Shape of a value. `types` holds the SDK classes of an object (several for a discriminated union)."""

    kind: Kind
    types: tuple[type, ...] = ()
    items: Shape | None = None
    values: tuple[str, ...] = ()
    open_enum: bool = False


@dataclass(frozen=True)
class Property:
    """One property: its SDK name, and where ARM keeps it (`containers` from the outside inwards)."""

    sdk_name: str
    shape: Shape
    arm_name: str
    containers: tuple[str, ...] = ()
    required: bool = False
    const: str | None = None
    maintained: bool = False
    """An array whose items are also resources of their own: left as Azure has it when a program omits it."""


@dataclass(frozen=True)
class ObjectType:
    """Properties of an object by SDK name."""

    name: str
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class Behaviour:
    """What the provider's source adds by hand to what the specification says."""

    singleton: bool = False
    default_body: Mapping[str, Any] | None = None
    default_properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    replace_on: frozenset[str] = frozenset()
    auto_location: bool = True


@dataclass(frozen=True)
class ResourceType:
    """A resource type as the provider sees it: body inputs and outputs in SDK shape, path, API version."""

    token: str
    arm_type: str
    id_template: str
    api_version: str
    inputs: ObjectType
    outputs: ObjectType
    path_shapes: Mapping[str, Property]
    auto_name: AutoName | None
    behaviour: Behaviour
    api_version_is_input: bool = False

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """Inputs that are part of the id, outermost first (without the subscription)."""
        names = _PLACEHOLDER.findall(self.id_template)
        return tuple(name for name in names if name != "subscriptionId")

    @property
    def name_parameter(self) -> str:
        """Input that names the resource itself."""
        return self.path_parameters[-1]

    def arm_id(self, inputs: Mapping[str, Any], subscription_id: str) -> str:
        """Id of the resource that these inputs describe.

        Raises:
            KeyError: an input that the id needs is missing.
        """

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            value = subscription_id if name == "subscriptionId" else str(inputs[name])
            return value.strip("/") if name in _SUB_PATHS else value

        path = _PLACEHOLDER.sub(fill, self.id_template)
        # An empty parentResourcePath (generic resources) leaves a double slash behind.
        return re.sub(r"/{2,}", "/", path)

    def parse_id(self, resource_id: str) -> dict[str, str]:
        """Path parameters of an id, the inverse of `arm_id` (case-insensitive in the fixed parts).

        Raises:
            ValueError: the id does not have the form of this type.
        """
        pattern = ""
        position = 0
        for match in _PLACEHOLDER.finditer(self.id_template):
            group = match[1]
            pattern += re.escape(self.id_template[position : match.start()])
            pattern += f"(?P<{group}>.+?)" if group in _SUB_PATHS else f"(?P<{group}>[^/]+)"
            position = match.end()
        pattern += re.escape(self.id_template[position:])
        found = re.fullmatch(pattern, resource_id, re.IGNORECASE)
        if found is None:
            raise ValueError(f"'{resource_id}' is not the id of a {self.arm_type}: expected {self.id_template}")
        values = {name: value for name, value in found.groupdict().items() if name != "subscriptionId"}
        return {name: "/" + value if name in {"scope", "resourceUri"} else value for name, value in values.items()}
