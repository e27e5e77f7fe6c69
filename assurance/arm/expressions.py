"""What stands in a template for a value that is not known, or must not be shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assurance.arm.identity import GROUP, Identities, UnnamedError
from assurance.arm.model import SIGNATURE, UNKNOWN, Planned
from assurance.artefacts import items, mapping, text

_VAULT, _KEY = "microsoft.keyvault/vaults", "microsoft.keyvault/vaults/keys"
_IDENTITY = "microsoft.managedidentity/userassignedidentities"
# Last part of the path (lower case) -> ARM type that the value comes from, and the property that `reference()` reads.
_READS: Mapping[str, tuple[str, str]] = {
    "keyvaulturi": (_VAULT, "vaultUri"),
    "vaulturi": (_VAULT, "vaultUri"),
    "keyidentifier": (_KEY, "keyUriWithVersion"),
    "keyvaultkeyuri": (_KEY, "keyUri"),
    "keyuri": (_KEY, "keyUri"),
    "principalid": (_IDENTITY, "principalId"),
    "clientid": (_IDENTITY, "clientId"),
    "identityclientid": (_IDENTITY, "clientId"),
}
_IDS = re.compile(r"(id|ids|uri|identity|identities|userassignedidentities|scope)$")
_IDENTITIES = ("userassignedidentity", "userassignedidentities")
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the engine's mark of a secret, not one
_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"


@dataclass(frozen=True)
class Stand:
    """What stands for one value.

    Attributes:
        urn: the resource.
        path: the property, as the program writes it.
        how: `resourceId`, `reference`, `parameter` or `secure parameter`.
        text: the expression.
    """

    urn: str
    path: str
    how: str
    text: str


@dataclass
class Filled:
    """Inputs without unknowns, what stands for them, and the parameters that this needs."""

    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    stands: list[Stand] = field(default_factory=list[Stand])

    @property
    def parameters(self) -> dict[str, dict[str, str]]:
        """Template parameters by name."""
        return {
            stand.text[len("[parameters('") : -len("')]")]: {
                "type": "secureString" if stand.how == "secure parameter" else "string"
            }
            for stand in self.stands
            if "parameter" in stand.how
        }


def fill(item: Planned, skipped: frozenset[str], identities: Identities) -> Filled:
    """Replaces what is unknown or secret in a resource's inputs.

    Args:
        item: the resource.
        skipped: inputs that belong into the path.
        identities: names of the stack's resources.
    """
    filler = _Filler(item, identities)
    for key, value in item.inputs.items():
        if key not in skipped and not key.startswith("__"):
            filler.filled.inputs[key] = filler.value(key, [key], value, "")
    return filler.filled


def resource_id(identities: Identities, target: Planned) -> str:
    """The expression, without brackets, for the id of a resource; raises `UnnamedError`."""
    found = identities.of(target)
    names = ", ".join(_quoted(name) for name in found.names)
    if found.type == GROUP:
        return f"subscriptionResourceId({_quoted(identities.subscription)}, {_quoted(GROUP)}, {names})"
    if found.scope:
        return f"extensionResourceId({_quoted(found.scope)}, {_quoted(found.type)}, {names})"
    if not found.group:
        return f"subscriptionResourceId({_quoted(identities.subscription)}, {_quoted(found.type)}, {names})"
    where = f"{_quoted(identities.subscription)}, {_quoted(found.group)}"
    return f"resourceId({where}, {_quoted(found.type)}, {names})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


class _Filler:
    """Walks the inputs of one resource."""

    def __init__(self, item: Planned, identities: Identities) -> None:
        self.item = item
        self.identities = identities
        self.filled = Filled()

    def value(self, key: str, path: Sequence[str], value: Any, sibling: str) -> Any:
        """A value with everything unknown below it replaced; `sibling` is the name beside it, where there is one."""
        if value == UNKNOWN:
            return self._stand(key, path, sibling)
        if isinstance(value, str):
            return f"[{value}" if value.startswith("[") else value
        if isinstance(value, list):
            return self._list(key, path, items(value), sibling)
        if not isinstance(value, dict):
            return value
        found = mapping(value)
        if SIGNATURE in found:
            return self._special(key, path, found, sibling)
        name = text(found.get("name")) or sibling
        return {inner: self.value(key, [*path, inner], item, name) for inner, item in found.items()}

    def _list(self, key: str, path: Sequence[str], members: Sequence[Any], sibling: str) -> list[Any]:
        if len(members) > 1 and all(member == UNKNOWN for member in members):
            # A list of nothing but unknowns is a set of ids: which is which does not matter.
            targets = list(self._fitting(key, path, ""))
            if len(targets) == len(members):
                return [self._id(path, target) for target in targets]
        return [self.value(key, [*path, str(index)], member, sibling) for index, member in enumerate(members)]

    def _special(self, key: str, path: Sequence[str], found: Mapping[str, Any], sibling: str) -> Any:
        if found[SIGNATURE] == _SECRET:
            return self._parameter(path, "secure parameter")
        if found[SIGNATURE] == _REFERENCE and text(found.get("id")) not in {"", UNKNOWN}:
            return found["id"]
        return self._stand(key, path, sibling)

    def _stand(self, key: str, path: Sequence[str], sibling: str) -> str:
        leaf = next((part for part in reversed(path) if not part.isdigit()), key).casefold()
        try:
            if leaf in _READS:
                arm_type, read = _READS[leaf]
                targets = [target for target in self._linked(key) if self._type(target) == arm_type]
                if len(targets) == 1:
                    return self._reference(path, targets[0], read)
            elif _IDS.search(leaf):
                targets = list(self._fitting(key, path, sibling))
                if len(targets) == 1 and self._type(targets[0]) == _KEY:
                    # Nothing takes the ARM id of a key: what is called its id is its address.
                    return self._reference(path, targets[0], "keyUriWithVersion")
                if len(targets) == 1:
                    return self._id(path, targets[0])
        except UnnamedError:
            pass  # A resource without a name has no id either: a parameter has to do.
        return self._parameter(path, "parameter")

    def _linked(self, key: str) -> list[Planned]:
        found = (self.identities.by_urn.get(urn) for urn in self.item.links.get(key, ()))
        return [target for target in found if target is not None]

    def _type(self, target: Planned) -> str:
        return self.identities.of(target).type.casefold()

    def _fitting(self, key: str, path: Sequence[str], sibling: str) -> Iterator[Planned]:
        """Linked resources that the value can be the id of: all of them, or those that a name in the path points at."""
        targets = sorted(self._linked(key), key=lambda target: target.urn)
        if len(targets) > 1:
            hints = [_letters(part).removesuffix("id").removesuffix("arm") for part in path[-3:] if not part.isdigit()]
            hints = ["userassignedidentities" if hint.endswith(_IDENTITIES) else hint for hint in hints]
            typed = [target for target in targets if any(_fits(hint, self._type(target)) for hint in hints)]
            named = [target for target in typed or targets if _letters(sibling) == _letters(self._name(target))]
            targets = named or typed or targets
        yield from targets

    def _name(self, target: Planned) -> str:
        return self.identities.of(target).names[-1]

    def _id(self, path: Sequence[str], target: Planned) -> str:
        return self._say(path, "resourceId", f"[{resource_id(self.identities, target)}]")

    def _reference(self, path: Sequence[str], target: Planned, read: str) -> str:
        version = self.identities.of(target).api_version
        where = resource_id(self.identities, target)
        return self._say(path, "reference", f"[reference({where}, {_quoted(version)}).{read}]")

    def _parameter(self, path: Sequence[str], how: str) -> str:
        name = re.sub(r"\W+", "_", "_".join([self.item.urn.rpartition("::")[2], *path]))
        return self._say(path, how, f"[parameters('{name}')]")

    def _say(self, path: Sequence[str], how: str, expression: str) -> str:
        self.filled.stands.append(Stand(self.item.urn, ".".join(path), how, expression))
        return expression


def _letters(value: str) -> str:
    return re.sub(r"[^a-z0-9]", "", value.casefold())


def _fits(hint: str, arm_type: str) -> bool:
    """Whether a part of a path names a type: `privateDnsZoneId`, `subnet`, `workspaceResourceId`."""
    last = arm_type.rpartition("/")[2]
    short = hint.removesuffix("resource").removesuffix("es").removesuffix("s")
    return len(short) > 2 and last.startswith(short)
