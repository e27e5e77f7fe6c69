"""Arguments of the identity components."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.role_assignments import RoleGrantArgs
from components.interfaces.service import PlacementArgs


class UserAssignedIdentityArgs(TypedDict):
    """One user-assigned managed identity."""

    workload: str
    """Key of the identity, for example `foundry` or `gateway`. Part of the Pulumi URN."""
    identity_name: str
    """Name of the identity."""


class WorkloadIdentitiesArgs(PlacementArgs):
    """One identity per workload, so that each can be granted what it needs and nothing else."""

    identities: list[UserAssignedIdentityArgs]
    """Identities to create."""


class ScopedRoleGrantArgs(RoleGrantArgs):
    """A role grant with its scope."""

    scope: pulumi.Input[str]
    """Resource id that the role applies to. The resource group is the widest scope that a workload should get."""
    scope_after: NotRequired[list[pulumi.Input[str]]]
    """Resource ids that exist before the grant is written."""


class RoleAssignmentsArgs(TypedDict):
    """Grants across services, written once every scope exists."""

    grants: list[ScopedRoleGrantArgs]
    """Role grants with their scopes."""
