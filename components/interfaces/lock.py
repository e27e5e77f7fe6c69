"""Management locks: the last thing created on a service and the first thing deleted."""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import authorization

from components._base import Component
from components._immutable import CREATE_ONLY


class LockArgs(TypedDict):
    """Management lock on one resource."""

    level: str
    """`CanNotDelete` or `ReadOnly`. `ReadOnly` on a storage account also blocks new containers and role assignments."""
    notes: NotRequired[str]
    """Why the lock is there, shown to whoever runs into it."""


def add_lock(
    component: Component,
    name: str,
    scope: pulumi.Input[str],
    lock: LockArgs,
    *,
    after: Sequence[pulumi.Input[Any]] = (),
) -> authorization.ManagementLockByScope:
    """Create a lock on a resource.

    Args:
        component: parent of the lock.
        name: logical name of the lock's target, unique in the component.
        scope: resource id of the target.
        lock: level and notes.
        after: everything that is written to the target: a lock in place blocks even the deletion of its diagnostic
            settings and role assignments.
    """
    return authorization.ManagementLockByScope(
        f"{name}-lock",
        lock_name=f"{lock['level'].lower()}-lock",
        level=lock["level"],
        notes=lock.get("notes", "Managed by the landing zone: take the lock out of its configuration first."),
        scope=scope,
        opts=component.child(after=after, replace_on_changes=CREATE_ONLY["authorization:ManagementLockByScope"]),
    )
