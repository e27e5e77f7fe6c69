"""Azure resource ids: parsing, case-insensitive keys, parents and scopes.

An id is a root scope (tenant, subscription or resource group) followed by any number of
`/providers/<namespace>/<type>/<name>[/<type>/<name>...]` parts; each part after the first makes an extension
resource (a role assignment, a diagnostic setting, a lock) of what stands before it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from simulated_azure.arm.errors import ArmError, bad_request

RESOURCE_GROUP = "Microsoft.Resources/resourceGroups"
SUBSCRIPTION = "Microsoft.Resources/subscriptions"
TENANT = "Microsoft.Resources/tenants"

_PROVIDERS = re.compile(r"/providers/", re.IGNORECASE)
_ROOT = re.compile(r"^(?:/subscriptions/(?P<subscription>[^/]+)(?:/resourcegroups/(?P<group>[^/]+))?)?$", re.IGNORECASE)
_PAIR = 2
_SMALLEST_PART = 3


@dataclass(frozen=True)
class ResourceId:
    """A parsed resource id. Comparison by `key` is case-insensitive, as in Azure; `text` keeps the caller's case."""

    text: str
    scope: str
    """What stands before the last `/providers/`: the resource extended, or the resource group or subscription."""
    namespace: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    subscription: str
    group_name: str

    @classmethod
    def parse(cls, text: str) -> "ResourceId":
        """The id in `text`.

        Raises:
            ArmError: 400 InvalidResourceId when `text` is not a resource id.
        """
        return _parse(text)

    @property
    def key(self) -> str:
        """The id as Azure compares it."""
        return self.text.lower()

    @property
    def type(self) -> str:
        """The full resource type, such as `Microsoft.Network/virtualNetworks/subnets`."""
        return "/".join((self.namespace, *self.types))

    @property
    def type_key(self) -> str:
        """The type in lower case: types too are case-insensitive."""
        return self.type.lower()

    @property
    def name(self) -> str:
        """The last name of the id."""
        return self.names[-1] if self.names else ""

    @property
    def parent(self) -> "ResourceId | None":
        """The resource that a nested resource lives in; None for a top-level one."""
        if len(self.types) < _PAIR:
            return None
        return _parse(self.text.rsplit("/", _PAIR)[0])

    @property
    def group(self) -> "ResourceId | None":
        """The resource group that holds the resource; None above a resource group and for a group itself."""
        if not self.group_name or self.type == RESOURCE_GROUP:
            return None
        return _parse("/".join(self.text.split("/")[:5]))

    @property
    def is_extension(self) -> bool:
        """Whether the resource extends another resource (not merely a group or a subscription)."""
        return bool(_PROVIDERS.search(self.scope))

    @property
    def ancestor_keys(self) -> tuple[str, ...]:
        """Keys of every scope above, nearest first: parents, what it extends, resource group, subscription."""
        found: list[str] = []
        current: ResourceId | None = self
        while current is not None and current.type != TENANT:
            above = current.parent or (_parse(current.scope) if current.scope != current.text else None)
            if above is not None:
                found.append(above.key)
            current = above
        return tuple(found)

    def child(self, child_type: str, name: str) -> "ResourceId":
        """The id of a nested resource."""
        return _parse(f"{self.text}/{child_type}/{name}")

    def ancestor(self, arm_type: str) -> "ResourceId | None":
        """The id itself or the nearest parent that has the given type; None when there is none."""
        current: ResourceId | None = self
        while current is not None and current.type_key != arm_type.lower():
            current = current.parent
        return current

    def __str__(self) -> str:
        return self.text


def looks_like_id(text: str) -> bool:
    """Whether a string value is a reference to a resource in a subscription."""
    return text[:15].lower() == "/subscriptions/"


def canonical(path: str) -> str:
    """A path with its fixed words spelled as Azure returns them, whatever the case the client sent."""
    for word in ("subscriptions", "resourceGroups", "providers"):
        path = re.sub(rf"/{word}(?=/|$)", f"/{word}", path, flags=re.IGNORECASE)
    return path


def same_id(left: str, right: str) -> bool:
    """Whether two ids name one resource."""
    return left.rstrip("/").lower() == right.rstrip("/").lower()


@lru_cache(maxsize=20_000)
def _parse(text: str) -> ResourceId:
    cut = [match.start() for match in _PROVIDERS.finditer(text)]
    root_text = text[: cut[0]] if cut else text
    root = _ROOT.match(root_text)
    if root is None or (text and not text.startswith("/")):
        raise _malformed(text)
    subscription, group = root["subscription"] or "", root["group"] or ""
    if not cut:
        return _root_id(text, subscription, group)
    part = text[cut[-1] + len("/providers/") :].split("/")
    if len(part) < _SMALLEST_PART or len(part) % _PAIR == 0 or not all(part):
        raise _malformed(text)
    scope = text[: cut[-1]]
    if len(cut) > 1:
        _parse(scope)
    return ResourceId(
        text=text,
        scope=scope,
        namespace=part[0],
        types=tuple(part[1::_PAIR]),
        names=tuple(part[2::_PAIR]),
        subscription=subscription,
        group_name=group,
    )


def _root_id(text: str, subscription: str, group: str) -> ResourceId:
    if group:
        kind, name, scope = "resourceGroups", group, f"/subscriptions/{subscription}"
    elif subscription:
        kind, name, scope = "subscriptions", subscription, ""
    else:
        kind, name, scope = "tenants", "", ""
    return ResourceId(text, scope, "Microsoft.Resources", (kind,), (name,), subscription, group)


def _malformed(text: str) -> ArmError:
    return bad_request("InvalidResourceId", f"'{text}' is not a resource id.")
