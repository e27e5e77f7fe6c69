"""Role assignments: least privilege by role name, with names that never depend on chance."""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import authorization

from components._arm import role_assignment_name, role_definition_id, role_guid
from components._base import Component, subscription_id


class RoleGrantArgs(TypedDict):
    """One role for one principal. The scope comes from where the grant is used."""

    grant_name: str
    """Stable key of the grant within its component, for example `foundry-reads-models`. Part of the Pulumi URN."""
    role: str
    """Built-in role by name, for example `Storage Blob Data Reader`. See `components.azure_data.ROLES`."""
    principal_id: pulumi.Input[str]
    """Object id of the principal in Entra ID."""
    principal_type: NotRequired[str]
    """`ServicePrincipal` (default; also managed identities), `Group` or `User`."""
    description: NotRequired[str]
    """Why the principal needs the role."""
    condition: NotRequired[str]
    """Attribute-based condition, version 2.0, that narrows the role."""


def grant_role(
    component: Component, scope: pulumi.Input[str], grant: RoleGrantArgs, *, after: Sequence[pulumi.Input[Any]] = ()
) -> authorization.RoleAssignment:
    """Grant one role.

    The principal type is always sent: without it Azure looks a fresh principal up and fails with `PrincipalNotFound`.

    Raises:
        ValueError: the role's name is unknown.
    """
    role = grant["role"]
    role_guid(role)  # an unknown role fails here and not inside an output, where the message would be buried
    name = pulumi.Output.all(scope, grant["principal_id"]).apply(
        lambda values: role_assignment_name(values[0], values[1], role)
    )
    definition = pulumi.Output.from_input(subscription_id()).apply(lambda sub: role_definition_id(sub, role))
    condition = grant.get("condition")
    return authorization.RoleAssignment(
        f"{component.pulumi_resource_name}-{grant['grant_name']}",
        role_assignment_name=name,
        scope=scope,
        role_definition_id=definition,
        principal_id=grant["principal_id"],
        principal_type=grant.get("principal_type", "ServicePrincipal"),
        description=grant.get("description"),
        condition=condition,
        condition_version="2.0" if condition else None,
        opts=component.child(after=after),
    )


def grant_roles(
    component: Component, scope: pulumi.Input[str], grants: Sequence[RoleGrantArgs] | None
) -> list[authorization.RoleAssignment]:
    """Grant several roles at one scope. See `grant_role`."""
    return [grant_role(component, scope, grant) for grant in grants or []]
