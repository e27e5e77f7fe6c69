"""Role assignments state the kind of principal, and people hold roles through groups."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Role assignments state the kind of principal, and people hold roles through groups."""
    yield from resource.expect("principalType", "ServicePrincipal", "Group")


RULE = ResourceRule(
    id="role-principal-type",
    control="IAM-003",
    title="Role assignments state the kind of principal, and people hold roles through groups",
    severity=Severity.MEDIUM,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy='Write `principal_type="ServicePrincipal"` (or Group) in RoleAssignment(...).',
    url="https://learn.microsoft.com/azure/role-based-access-control/role-assignments-template",
    check=check,
)
