"""What each Azure resource provider adds to the kernel: validity, defaults, computed values, effects."""

import functools
import importlib
import pkgutil
from collections.abc import Callable

from simulated_azure.arm.checks import check_not_read_only
from simulated_azure.arm.errors import not_found
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.permissions import check_permitted
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

Action = Callable[[World, Resource], Json]
ACTIONS: dict[tuple[str, str], Action] = {}
NEVER_PURGED = frozenset({"microsoft.operationalinsights/workspaces"})
"""Kept after a delete, without an operation to purge them (AMD logs/delete-workspace.md: recover, then `force`)."""

PURGES: list[Callable[[World, str], None]] = []


@functools.cache
def load() -> None:
    """Import every service once; each registers itself."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)


def act(world: World, resource: Resource, action: str) -> Json:
    """Run a POST action.

    Raises:
        ArmError: 404 when the type has no such action here; 409 ScopeLocked below a ReadOnly lock, which keeps keys
            from being listed and machines from being started (AZD lock-resources.md).
    """
    check_permitted(world, resource.id, f"{action}/action")
    check_not_read_only(world, resource.id)
    found = ACTIONS.get((resource.id.type_key, action.lower()))
    if found is None:
        raise not_found("InvalidResourceType", f"{resource.id.type} has no action '{action}' in this simulation.")
    return found(world, resource)


def purged(world: World, key: str) -> None:
    """Tell the services that a soft-deleted resource is gone for good."""
    for hook in PURGES:
        hook(world, key)
