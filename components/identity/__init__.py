"""Identities of workloads and what they may do."""

from components.identity.args import (
    RoleAssignmentsArgs,
    ScopedRoleGrantArgs,
    UserAssignedIdentityArgs,
    WorkloadIdentitiesArgs,
)
from components.identity.component import RoleAssignments, WorkloadIdentities

__all__ = [
    "RoleAssignments",
    "RoleAssignmentsArgs",
    "ScopedRoleGrantArgs",
    "UserAssignedIdentityArgs",
    "WorkloadIdentities",
    "WorkloadIdentitiesArgs",
]
