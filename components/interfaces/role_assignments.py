"""Role assignments: least privilege by role name, with names that never depend on chance."""

from typing import NotRequired, TypedDict

import pulumi


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
