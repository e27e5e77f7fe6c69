"""What every service component is told, whatever the service is."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.diagnostics import DiagnosticsArgs
from components.interfaces.lock import LockArgs
from components.interfaces.role_assignments import RoleGrantArgs


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
