"""User-assigned identities and role assignments."""

import pulumi
from pulumi_azure_native import managedidentity

from components._base import Component, output_map
from components.identity.args import RoleAssignmentsArgs, WorkloadIdentitiesArgs
from components.interfaces.role_assignments import grant_role


class WorkloadIdentities(Component):
    """User-assigned managed identities, one per workload. They hold no credential that could leak.

    Raises:
        ValueError: two identities of one workload.
    """

    identity_ids: pulumi.Output[dict[str, str]]
    """Workload -> resource id of its identity."""
    principal_ids: pulumi.Output[dict[str, str]]
    """Workload -> object id of its identity in Entra ID."""
    client_ids: pulumi.Output[dict[str, str]]
    """Workload -> client id of its identity."""

    def __init__(self, name: str, args: WorkloadIdentitiesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._identities: dict[str, managedidentity.UserAssignedIdentity] = {}
        for identity in args["identities"]:
            workload = identity["workload"]
            if workload in self._identities:
                raise ValueError(f"two identities of workload {workload}")
            self._identities[workload] = managedidentity.UserAssignedIdentity(
                f"{name}-{workload}",
                resource_name_=identity["identity_name"],
                resource_group_name=args["resource_group_name"],
                location=args["location"],
                tags=args.get("tags"),
                # The renamed identity is made first: a service that lost the one it decrypts with loses its data.
                opts=self.child(delete_before_replace=False),
            )
        made = self._identities
        self.identity_ids = output_map({key: identity.id for key, identity in made.items()})
        self.principal_ids = output_map({key: made[key].principal_id for key in made})
        self.client_ids = output_map({key: made[key].client_id for key in made})
        self.register()

    def identity_id(self, workload: str) -> pulumi.Output[str]:
        """Return the resource id of one identity, depending on that identity alone."""
        return self._identities[workload].id

    def principal_id(self, workload: str) -> pulumi.Output[str]:
        """Return the object id of one identity, depending on that identity alone."""
        return self._identities[workload].principal_id

    def client_id(self, workload: str) -> pulumi.Output[str]:
        """Return the client id of one identity, depending on that identity alone."""
        return self._identities[workload].client_id


class RoleAssignments(Component):
    """Role assignments across services: who may do what, in one place.

    Raises:
        ValueError: a role's name is unknown.
    """

    assignment_ids: pulumi.Output[dict[str, str]]
    """Name of the grant -> resource id of the role assignment."""

    def __init__(self, name: str, args: RoleAssignmentsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._assignments = {
            grant["grant_name"]: grant_role(self, grant["scope"], grant, after=grant.get("scope_after", []))
            for grant in args["grants"]
        }
        self.assignment_ids = output_map({key: made.id for key, made in self._assignments.items()})
        self.register()

    def assignment_id(self, grant_name: str) -> pulumi.Output[str]:
        """Return the id of one role assignment; what waits for it has the role."""
        return self._assignments[grant_name].id
