"""What the deploying identity may do, as the actions of its roles (fact `callerPermissions`)."""

from simulated_azure.arm.bodies import read_all
from simulated_azure.arm.built_in_roles import grants
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId, looks_like_id
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.rules import REGISTRY, everywhere
from simulated_azure.arm.world import World

# Actions spell the type of resource groups as the REST path does: AZD role-based-access-control/permissions/
# management-and-governance.md.
_SPELLED = {RESOURCE_GROUP: "Microsoft.Resources/subscriptions/resourceGroups"}


def action_on(resource_id: ResourceId, operation: str) -> str:
    """The action that an operation is, for instance `Microsoft.Storage/storageAccounts/write`."""
    return f"{_SPELLED.get(resource_id.type, resource_id.type)}/{operation}"


def permitted(world: World, action: str) -> bool:
    """Whether one of the caller's roles holds an action."""
    return any(grant.permits(action) for grant in grants(world.fact("callerPermissions")))


def caller(world: World) -> str:
    """The caller as Azure's messages name it."""
    client, principal = world.chance.guid("caller", "client"), world.chance.guid("caller", "object")
    return f"The client '{client}' with object id '{principal}'"


@everywhere(
    source="AZD role-based-access-control/role-definitions.md (actions minus notActions, wildcards), troubleshooting.md"
    " (AuthorizationFailed)"
)
def check_permitted(world: World, resource_id: ResourceId, operation: str) -> None:
    """Refuse what the roles of the caller do not hold: 403 AuthorizationFailed (fact `callerPermissions`).

    Args:
        world: the world.
        resource_id: what the request is about.
        operation: `read`, `write`, `delete`, or an action such as `listKeys/action`.
    """
    action = action_on(resource_id, operation)
    if permitted(world, action):
        return
    raise ArmError(
        403, "AuthorizationFailed",
        f"{caller(world)} does not have authorization to perform action '{action}' over scope '{resource_id}' or the"
        " scope is invalid. If access was recently granted, please refresh your credentials.",
    )  # fmt: skip


@everywhere(
    source="Azure/aad-pod-identity#613 (code and wording); AZD virtual-wan/roles-permissions.md (rights over both);"
    " which links: rules of kind `access`"
)
def check_linked(world: World, resource_id: ResourceId, body: Json) -> None:
    """Refuse a write that names what the caller may not join, assign or read keys of: 403 LinkedAuthorizationFailed.

    Args:
        world: the world.
        resource_id: what is written.
        body: what the request carries; a PATCH is asked for the links that it names only.
    """
    if any(grant.unlimited for grant in grants(world.fact("callerPermissions"))):
        return
    for links in (REGISTRY.links.get(resource_id.type_key, {}), REGISTRY.links.get("*", {})):
        for path, operation in links.items():
            for target in read_all(body, path):
                if isinstance(target, str) and looks_like_id(target):
                    require_link(world, resource_id, ResourceId.parse(target), operation)


def require_link(world: World, resource_id: ResourceId, target: ResourceId, operation: str) -> None:
    """Refuse the write of a resource whose caller may not do an operation on what it links to; see `check_linked`."""
    action = action_on(target, operation)
    if permitted(world, action):
        return
    raise ArmError(
        403, "LinkedAuthorizationFailed",
        f"{caller(world)} has permission to perform action '{action_on(resource_id, 'write')}' on scope"
        f" '{resource_id}'; however, it does not have permission to perform action '{action}' on the linked scope(s)"
        f" '{target}' or the linked scope(s) are invalid.",
    )  # fmt: skip
