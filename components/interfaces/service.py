"""What every service component is told, whatever the service is."""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from components._base import Component
from components.interfaces.diagnostics import DiagnosticsArgs
from components.interfaces.lock import LockArgs, add_lock
from components.interfaces.role_assignments import RoleGrantArgs, grant_roles


class PlacementArgs(TypedDict):
    """Where resources are put and how they are tagged."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds what the component creates."""
    location: str
    """Azure region in its short form, for example `swedencentral`."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource that can carry tags."""


class ServiceArgs(PlacementArgs):
    """Placement plus the uniform interfaces that any service offers. Each part that is left out is not created."""

    diagnostics: NotRequired[DiagnosticsArgs]
    """Where logs and metrics are sent."""
    role_assignments: NotRequired[list[RoleGrantArgs]]
    """Roles granted on the service itself (scope = the service)."""
    lock: NotRequired[LockArgs]
    """Management lock on the service."""
    protect: NotRequired[bool]
    """Refuse to delete the stateful resources of the component (Pulumi `protect`). Default false."""


def add_grants_and_lock(
    component: Component, name: str, scope: pulumi.Input[str], args: ServiceArgs, written: Sequence[pulumi.Input[Any]]
) -> None:
    """Write what comes last on a service: its role assignments, then its lock.

    Args:
        component: parent of both.
        name: logical name of the service, unique in the component.
        scope: resource id of the service.
        args: the service's arguments.
        written: everything else that is written to the service; the lock comes after it.
    """
    grants = grant_roles(component, scope, args.get("role_assignments"))
    lock = args.get("lock")
    if lock:
        add_lock(component, name, scope, lock, after=[*written, *grants])
