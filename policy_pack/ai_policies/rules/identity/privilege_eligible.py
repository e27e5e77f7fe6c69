"""People are eligible for privileged roles for a time and hold none permanently."""

from collections.abc import Iterator

from ai_policies import grants
from ai_policies.kit import ABSENT, Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """People are eligible for privileged roles for a time and hold none permanently."""
    if resource.is_type("Microsoft.Authorization/roleEligibilityScheduleRequests"):
        yield from resource.expect("scheduleInfo.expiration.type", "AfterDuration", "AfterDateTime")
        return
    if same(resource.text("principalType"), "ServicePrincipal"):
        yield NotApplicable("the principal is no person")
        return
    role = grants.role_of(resource)
    if role in grants.ids(*_GRANTING) and resource.read("condition") is not ABSENT:
        yield NotApplicable("a condition constrains what the role may grant")
    elif role in grants.ids(*_GRANTING, *_MANAGING):
        yield resource.violated("roleDefinitionId", "which is held permanently")


_GRANTING = ("User Access Administrator", "Role Based Access Control Administrator")
_MANAGING = ("Owner", "Contributor")
"""A condition can narrow what these grant, never what they change."""


RULE = ResourceRule(
    id="privilege-eligible",
    control="IAM-010",
    title="People are eligible for privileged roles for a time and hold none permanently",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Authorization/roleEligibilityScheduleRequests",
    ),
    remedy=(
        "Use PimRoleEligibilitySchedule(...) with an expiration in `schedule_info` instead of a "
        "RoleAssignment(...) of the role to the group."
    ),
    url="https://learn.microsoft.com/azure/active-directory/privileged-identity-management/pim-resource-roles-assign-roles",
    check=check,
)
