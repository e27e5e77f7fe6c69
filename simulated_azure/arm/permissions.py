"""What the deploying identity may do, as the actions of its roles (fact `callerPermissions`)."""

from simulated_azure.arm.built_in_roles import grants
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId
from simulated_azure.arm.rules import everywhere
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
