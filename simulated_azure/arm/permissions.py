"""What the deploying identity may do, as the actions of a role (fact `callerPermissions`)."""

import re

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import as_dict, strings
from simulated_azure.arm.rules import everywhere
from simulated_azure.arm.world import World


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
    held = as_dict(world.fact("callerPermissions"))
    action = f"{resource_id.type}/{operation}"
    if _any(strings(held.get("actions")), action) and not _any(strings(held.get("notActions")), action):
        return
    raise ArmError(
        403, "AuthorizationFailed",
        f"The client '{world.chance.guid('caller', 'client')}' with object id '{world.chance.guid('caller', 'object')}'"
        f" does not have authorization to perform action '{action}' over scope '{resource_id}' or the scope is"
        " invalid. If access was recently granted, please refresh your credentials.",
    )  # fmt: skip


def _any(patterns: list[str], action: str) -> bool:
    return any(re.fullmatch(re.escape(item).replace(r"\*", ".*"), action, re.IGNORECASE) for item in patterns)
