"""No identity of a workload holds a role that grants everything or grants access."""

from collections.abc import Iterator

from ai_policies.azure_data import ROLES
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, Value, same

REFUSED = (
    "Owner",
    "Contributor",
    "User Access Administrator",
    "Role Based Access Control Administrator",
)


def _narrow(role: Value) -> bool:
    """Whether the role is none of the four."""
    guid = role.rpartition("/")[2].casefold() if isinstance(role, str) else ""
    return bool(guid) and guid not in {ROLES[name].casefold() for name in REFUSED}


def check(resource: Resource) -> Iterator[Finding]:
    """No identity of a workload holds a role that grants everything or grants access."""
    if not same(resource.text("principalType"), "ServicePrincipal"):
        yield NotApplicable("the principal is a person or a group")
        return
    yield from resource.expect_that("roleDefinitionId", "which is too broad for a workload", _narrow)


RULE = ResourceRule(
    id="role-not-privileged",
    control="IAM-001",
    title="No identity of a workload holds a role that grants everything or grants access",
    severity=Severity.CRITICAL,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy=(
        "Assign a role for the task (for example Storage Blob Data Reader) instead of Owner, Contributor, User "
        "Access Administrator or Role Based Access Control Administrator in RoleAssignment(...)."
    ),
    url="https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    check=check,
)
