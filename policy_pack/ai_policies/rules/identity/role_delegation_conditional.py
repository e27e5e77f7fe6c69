"""Rights to grant roles are bound to a condition."""

from collections.abc import Iterator

from ai_policies.azure_data import ROLES
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Rights to grant roles are bound to a condition."""
    role = resource.text("roleDefinitionId").rpartition("/")[2]
    granting = ("User Access Administrator", "Role Based Access Control Administrator")
    if not any(same(role, ROLES[name]) for name in granting):
        yield NotApplicable("the role grants no roles")
        return
    yield from resource.expect_set("condition", "must say which roles may be granted to whom")
    yield from resource.expect("conditionVersion", "2.0")


RULE = ResourceRule(
    id="role-delegation-conditional",
    control="IAM-004",
    title="Rights to grant roles are bound to a condition",
    severity=Severity.HIGH,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy='Write `condition="...", condition_version="2.0"` in RoleAssignment(...) of a role that grants roles.',
    url="https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview",
    check=check,
)
