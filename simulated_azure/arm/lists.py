"""Which resources a collection holds: below a parent, in a resource group, in a subscription, at a scope."""

from dataclasses import dataclass

from simulated_azure.arm import checks
from simulated_azure.arm.errors import bad_request, not_found
from simulated_azure.arm.ids import RESOURCE_GROUP, SUBSCRIPTION, TENANT, ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.names import NAME_RULES
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import implied_view, view
from simulated_azure.arm.world import World

_ALL_RECORDS = "microsoft.network/privatednszones/all"
_LINKS = "microsoft.network/privatednszones/virtualnetworklinks"
# Extension resources that a scope lists for itself alone, not for what lies below it.
_OWN_SCOPE_ONLY = frozenset({"microsoft.insights/diagnosticsettings"})
_AUTHORIZATION = "microsoft.authorization/"


@dataclass(frozen=True)
class Collection:
    """A path that names a type instead of a resource.

    `scope` is the parent of nested types, else what stands before `/providers/`; `type` is the full type.
    """

    scope: ResourceId
    type: str
    nested: bool

    @classmethod
    def parse(cls, path: str) -> "Collection":
        """The collection that a path names; the path ends in a type.

        Raises:
            ArmError: 400 InvalidResourceId when what stands before the type is no resource id.
        """
        above, _, last = path.rpartition("/")
        at = above.lower().rfind("/providers/")
        if at < 0:
            return cls(ResourceId.parse(above), RESOURCE_GROUP, nested=False)
        parts = above[at:].split("/")[2:]
        nested = len(parts) > 1
        scope = above if nested else above[:at]
        return cls(ResourceId.parse(scope), "/".join([parts[0], *parts[1::2], last]), nested=nested)


def listed(world: World, collection: Collection) -> list[Json]:
    """The resources of a collection as GET returns them, in order of id.

    Raises:
        ArmError: 404 when the scope does not exist.
    """
    scope, key = collection.scope, collection.type.lower()
    checks.check_scopes(world, scope)
    if not checks.exists(world, scope):
        code = "ResourceGroupNotFound" if scope.type == RESOURCE_GROUP else "ParentResourceNotFound"
        raise not_found(code, f"'{scope}' could not be found.")
    mirror, parent = REGISTRY.mirrors.get(key.rpartition("/")[2]), world.find(scope) if collection.nested else None
    if mirror is not None and parent is not None:
        return mirror.listed(world, parent)
    found = [view(world, resource) for resource in _held(world, scope, key, nested=collection.nested)]
    if collection.nested and key in REGISTRY.singletons:
        written = {item["name"].lower() for item in found}
        names = {NAME_RULES[key].pattern} - written if key in NAME_RULES else set[str]()
        kind, body = collection.type.rpartition("/")[2], REGISTRY.singletons[key]
        found += [implied_view(scope.child(kind, name), body) for name in names]
    return found


def _held(world: World, scope: ResourceId, key: str, *, nested: bool) -> list[Resource]:
    if key == _ALL_RECORDS:
        return [item for item in world.children(scope) if item.id.type_key != _LINKS]
    if not nested and key.startswith(_AUTHORIZATION):
        return [item for item in world.of_type(key) if _concerns(item.id.scope.lower(), scope.key)]
    if not nested and key not in _OWN_SCOPE_ONLY and scope.type in {SUBSCRIPTION, TENANT}:
        return [item for item in world.of_type(key) if item.id.key.startswith(scope.key + "/")]
    return world.contained_in(scope.key, key)


def _concerns(scope: str, asked: str) -> bool:
    """Whether an assignment or lock at a scope concerns another one: it lies at, above or below it.

    Source: REST reference authorization/role-assignments/list-for-scope (without a filter).
    """
    return scope == asked or scope.startswith(asked + "/") or asked.startswith(scope + "/")


def authorization_filter(items: list[Json], scope: ResourceId, text: str) -> list[Json]:
    """Apply the `$filter` of role assignments: atScope(), principalId eq '...', assignedTo('...').

    Source: REST reference authorization/role-assignments/list-for-scope.

    Raises:
        ArmError: 400 UnsupportedQuery for any other filter.
    """
    for condition in filter(None, (part.strip() for part in text.split(" and "))):
        name, _, value = condition.partition("(") if condition.endswith(")") else condition.partition(" eq ")
        wanted = value.strip(")'\" ").lower()
        if name.lower() == "atscope" and not wanted:
            items = [item for item in items if _at_or_above(str(item["id"]), scope.key)]
        elif name.strip().lower() in {"principalid", "assignedto"} and wanted:
            items = [item for item in items if str(item["properties"].get("principalId", "")).lower() == wanted]
        else:
            raise bad_request("UnsupportedQuery", f"The filter '{condition}' is not supported here.")
    return items


def _at_or_above(resource_id: str, asked: str) -> bool:
    scope = ResourceId.parse(resource_id).scope.lower()
    return scope == asked or asked.startswith(scope + "/")
