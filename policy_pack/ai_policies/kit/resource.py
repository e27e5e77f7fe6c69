"""One resource as rules see it, whatever class, version or generic form the program used."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ai_policies.kit import tokens
from ai_policies.kit.values import ABSENT, Bag, PlainBag, Value
from ai_policies.kit.view import View, known, walk

_ARM_ID: Final = re.compile(r"^/subscriptions/[^/]+", re.IGNORECASE)
_TYPED: Final = tokens.Shape()
_NOTHING: Final[Mapping[str, Value]] = {}


class Resource(View):
    """A resource of the stack.

    Inputs decide; where an input is missing or unknown, a known output stands in (stack rules only: outputs are not
    there yet when a single resource is judged). Paths are the SDK's, in camel case.

    Attributes:
        urn: the resource's URN.
        token: the Pulumi type token as the program used it.
        arm_type: the ARM type, empty for everything that is not Azure or not known to the pack.
        parameters: the rule's parameters while a rule judges it.
        linked: property name -> URNs of the resources that its value came from.
        is_protected: whether Pulumi refuses to delete it (stack rules only).
    """

    def __init__(self, urn: str, token: str, inputs: Bag, outputs: Bag | None = None) -> None:
        shape = _TYPED
        self.token = token
        self._written = inputs
        if token == tokens.GENERIC:
            self.arm_type, inputs, shape = tokens.generic(inputs)
        else:
            self.arm_type = tokens.arm_type(token)
        self.inputs = inputs
        self.outputs = outputs if outputs is not None else PlainBag({})
        self.linked: Mapping[str, tuple[str, ...]] = {}
        self.is_protected = False
        self.parameters: Mapping[str, Value] = _NOTHING
        super().__init__(urn, self._joined, shape.written)

    def _joined(self, path: str) -> Value:
        value = self.given(path)
        return value if known(value) else _prefer(_reach(self.outputs, path), value)

    def deployed(self) -> "Resource":
        """The same resource as Azure has it: outputs decide, inputs stand in for what Azure does not return."""
        return Resource(self.urn, self.token, _Deployed(self.inputs, self.outputs), self.outputs)

    def given(self, path: str) -> Value:
        """The input alone: what the program asked for (an output of the same name may mean something else)."""
        return _reach(self.inputs, path)

    def is_type(self, *arm_types: str) -> bool:
        """Whether the resource is of one of these ARM types (without case)."""
        own = self.arm_type.casefold()
        return any(own == arm_type.casefold() for arm_type in arm_types)

    @property
    def api_version(self) -> str:
        """API version that the program asked for, empty where it is the default of the SDK's class."""
        return tokens.api_version(self.token, self._written)

    @property
    def label(self) -> str:
        """Class and logical name, as a message shows them: `StorageAccount 'models'`."""
        kind = self.arm_type if self.token == tokens.GENERIC else self.token.rpartition(":")[2]
        return f"{kind} '{self.urn.rpartition('::')[2]}'"

    @property
    def arm_name(self) -> str:
        """The name in Azure, empty while it is unknown (auto-named resources at preview)."""
        fixed = tokens.fixed_name(self.token)
        if fixed:
            return fixed
        # A generic resource of a type that has no class of its own keeps its name under `resourceName`.
        name = self.given(tokens.name_input(self.arm_type) or "resourceName")
        if not isinstance(name, str):
            name = self.outputs.get("name")
        return name if isinstance(name, str) else ""

    def parameter_texts(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of texts."""
        value = self.parameters.get(name)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def parameter_number(self, name: str) -> float:
        """A parameter that is a number."""
        value = self.parameters.get(name)
        return value if isinstance(value, float) else 0.0


class _Deployed:
    """Outputs over inputs, property by property."""

    def __init__(self, inputs: Bag, outputs: Bag) -> None:
        self._inputs = inputs
        self._outputs = outputs

    def keys(self) -> Iterable[str]:
        """Names of both."""
        return {*self._inputs.keys(), *self._outputs.keys()}

    def get(self, key: str) -> Value:
        """The deployed value, merged with what was asked for inside objects."""
        return _overlay(self._inputs.get(key), self._outputs.get(key))


def _overlay(asked: Value, deployed: Value) -> Value:
    """What Azure returned; where it returned nothing, what was asked for."""
    if isinstance(asked, dict) and isinstance(deployed, dict):
        keys = [*deployed, *(key for key in asked if key not in deployed)]
        return {key: _overlay(asked.get(key, ABSENT), deployed.get(key, ABSENT)) for key in keys}
    return _prefer(deployed, asked)


def _prefer(first: Value, second: Value) -> Value:
    return first if known(first) else second


def _reach(bag: Bag, path: str) -> Value:
    head, _, rest = path.partition(".")
    return walk(bag.get(head), rest)


def parse_chain(arm_id: str) -> list[tuple[str, str]]:
    """Types and names along an ARM id, outermost first; empty when it is not an id of a resource."""
    if not _ARM_ID.match(arm_id):
        return []
    _, found, tail = arm_id.rpartition("/providers/")
    parts = [part for part in tail.split("/") if part]
    if not found or len(parts) < 3 or len(parts) % 2 == 0:
        return []
    return [("/".join([parts[0], *parts[1:end:2]]), parts[end]) for end in range(2, len(parts), 2)]


def parse_id(arm_id: str) -> tuple[str, str] | None:
    """Type and name of an ARM id (`("Microsoft.KeyVault/vaults", "kv-1")`), None when it is not one."""
    chain = parse_chain(arm_id)
    return chain[-1] if chain else None
