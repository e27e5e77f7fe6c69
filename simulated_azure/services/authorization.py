"""Microsoft.Authorization: role assignments and locks."""

import uuid

from simulated_azure.arm.built_in_roles import BUILT_IN_ROLES
from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.ids import same_id
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, normalises, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

ROLE_ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
ROLE_DEFINITION = "Microsoft.Authorization/roleDefinitions"
LOCK = "Microsoft.Authorization/locks"
_TROUBLESHOOTING = "arm-semantics 2.3: AZD role-based-access-control/troubleshooting.md"
_LEVELS = ("CanNotDelete", "ReadOnly")


def role_guid(properties: Json) -> str:
    """The GUID at the end of a role definition id."""
    return str(properties.get("roleDefinitionId", "")).rstrip("/").rsplit("/", 1)[-1].lower()


@on_put(ROLE_ASSIGNMENT, source=_TROUBLESHOOTING)
def assignment_is_complete(put: Put) -> None:
    """An assignment names an existing role and a principal by object id."""
    principal = str(put.properties.get("principalId") or "")
    try:
        uuid.UUID(principal)
    except ValueError:
        raise bad_request("InvalidPrincipalId", f"'{principal}' is not the object id of a principal.") from None
    role = role_guid(put.properties)
    custom = put.world.of_type(ROLE_DEFINITION, name=role)
    if role not in BUILT_IN_ROLES.values() and not custom:
        raise bad_request(
            "RoleDefinitionDoesNotExist", f"No role definition '{put.properties.get('roleDefinitionId')}'."
        )


@on_put(ROLE_ASSIGNMENT, source=_TROUBLESHOOTING)
def assignment_is_immutable(put: Put) -> None:
    """The name of an assignment cannot be used for another role, principal or principal type."""
    if put.old is None:
        return
    before = put.old.properties
    same = role_guid(before) == role_guid(put.properties) and same_id(
        str(before.get("principalId")), str(put.properties.get("principalId"))
    )
    if not same:
        raise bad_request(
            "RoleAssignmentUpdateNotPermitted", "Tenant, application, principal and scope of an assignment are fixed."
        )


@on_put(ROLE_ASSIGNMENT, source=_TROUBLESHOOTING)
def assignment_is_unique(put: Put) -> None:
    """The same role, principal and scope exist under one name only; a name exists once in the tenant."""
    wanted = (put.id.scope.lower(), role_guid(put.properties), str(put.properties.get("principalId")).lower())
    namesakes = put.world.of_type(ROLE_ASSIGNMENT, name=put.id.name)
    for other in [*namesakes, *put.world.contained_in(put.id.scope, ROLE_ASSIGNMENT)]:
        if other.id.key == put.id.key:
            continue
        present = (
            other.id.scope.lower(),
            role_guid(other.properties),
            str(other.properties.get("principalId")).lower(),
        )
        if present == wanted:
            raise conflict("RoleAssignmentExists", f"The role assignment already exists, as '{other.id.name}'.")
        if other.id.name.lower() == put.id.name.lower():
            raise conflict("RoleAssignmentExists", f"The name is in use at '{other.id.scope}'.")


@on_put(ROLE_ASSIGNMENT, source=f"{_TROUBLESHOOTING}; arm-semantics 5 (Entra replication)")
def fresh_principal_needs_type(put: Put) -> None:
    """Without principalType the principal has to be known to the directory, which takes a while."""
    principal = str(put.properties.get("principalId")).lower()
    if not put.creating or put.properties.get("principalType"):
        return
    created = put.world.principal_created_at(principal)
    lag = float(put.world.fact("principalReplicationMinutes"))
    known = created is not None and put.world.clock.passed(created, lag)
    others = {put.world.chance.guid("caller", "object"), *(str(item) for item in put.world.fact("entraPrincipals"))}
    if not known and principal not in {item.lower() for item in others}:
        raise bad_request(
            "PrincipalNotFound", f"Principal '{principal}' does not exist in the directory (yet). Set principalType."
        )


@normalises(ROLE_ASSIGNMENT)
def default_principal_type(put: Put) -> None:
    """The directory says what kind of principal it is."""
    principal = str(put.properties.get("principalId")).lower()
    identity = put.world.principal_created_at(principal) is not None
    put.properties.setdefault("principalType", "ServicePrincipal" if identity else "User")


@computes(ROLE_ASSIGNMENT)
def assignment_view(world: World, resource: Resource) -> Json:
    """Scope, dates and author."""
    author = world.chance.guid("caller", "object")
    return {
        "properties": {
            "scope": resource.id.scope,
            "condition": resource.properties.get("condition"),
            "conditionVersion": resource.properties.get("conditionVersion"),
            "createdOn": world.clock.stamp(resource.created_at),
            "updatedOn": world.clock.stamp(resource.updated_at),
            "createdBy": author,
            "updatedBy": author,
            "delegatedManagedIdentityResourceId": None,
            "description": resource.properties.get("description"),
        }
    }


def has_role(world: World, principal: str, roles: tuple[str, ...], target: str) -> bool:
    """Whether a principal holds one of the named built-in roles at a resource or above it, and it is in effect.

    An assignment takes effect after a while (fact `roleEffectMinutes`; arm-semantics 5).
    """
    wanted = {BUILT_IN_ROLES[role] for role in roles}
    lag = float(world.fact("roleEffectMinutes"))
    return any(
        role_guid(item.properties) in wanted
        and (not lag or world.clock.passed(item.created_at, lag))
        and str(item.properties.get("principalId")).lower() == principal.lower()
        and f"{target.lower()}/".startswith(f"{item.id.scope.lower()}/")
        for item in world.of_type(ROLE_ASSIGNMENT)
    )


@on_put(ROLE_DEFINITION, source="AZD role-based-access-control/custom-roles.md (name, permissions, assignable scopes)")
def definition_is_complete(put: Put) -> None:
    """A custom role has a name of its own, permissions and assignable scopes."""
    name = str(put.properties.get("roleName") or "")
    if not name or not put.properties.get("permissions") or not put.properties.get("assignableScopes"):
        raise bad_request("InvalidRoleDefinition", "'roleName', 'permissions' and 'assignableScopes' are needed.")
    used = {str(item.properties.get("roleName")).lower() for item in put.world.of_type(ROLE_DEFINITION)
            if item.id.key != put.id.key} | {item.lower() for item in BUILT_IN_ROLES}  # fmt: skip
    if name.lower() in used:
        raise conflict("RoleDefinitionWithSameNameExists", f"A role named '{name}' exists already.")


@on_delete(ROLE_DEFINITION, source=f"{_TROUBLESHOOTING} (role definitions with assignments)")
def definition_is_unused(world: World, resource: Resource) -> None:
    """A role with assignments cannot be deleted."""
    for item in world.of_type(ROLE_ASSIGNMENT):
        if role_guid(item.properties) == resource.id.name.lower():
            raise bad_request("RoleDefinitionHasAssignments", f"The role is assigned by '{item.id.name}'.")


defaults(LOCK, {"properties": {}})
immutable(
    LOCK,
    Immutable("properties.level", "LockUpdateNotPermitted"),
    source="arm-semantics 2.6: TF ForceNew (lock: all)",
)


@on_put(LOCK, source="AZD azure-resource-manager/management/lock-resources.md")
def lock_has_a_level(put: Put) -> None:
    """A lock is CanNotDelete or ReadOnly."""
    if put.properties.get("level") not in _LEVELS:
        raise bad_request(
            "InvalidLockLevel", f"'{put.properties.get('level')}' is not one of {_LEVELS}.", target="level"
        )
