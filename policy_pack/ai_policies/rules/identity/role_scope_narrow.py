"""Identities of workloads hold roles on a resource or a resource group, nothing wider."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Value, same


def check(_graph: Graph, assignment: Resource) -> Iterator[Finding]:
    """Identities of workloads hold roles on a resource or a resource group, nothing wider."""
    if not same(assignment.text("principalType"), "ServicePrincipal"):
        yield NotApplicable("the principal is a person or a group")
    elif assignment.find("scope") is not UNKNOWN or not assignment.linked.get("scope"):
        # An unknown scope that comes from a resource of this stack is never wider than a group.
        yield from assignment.expect_that("scope", "must be a resource group or a resource in one", _in_a_group)


def _in_a_group(scope: Value) -> bool:
    """Whether the scope lies in a resource group."""
    return isinstance(scope, str) and "/resourcegroups/" in scope.casefold()


RULE = StackRule(
    id="role-scope-narrow",
    control="IAM-002",
    title="Identities of workloads hold roles on a resource or a resource group, nothing wider",
    severity=Severity.HIGH,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy="Write `scope=resource.id` (or the resource group's id) in RoleAssignment(...).",
    url="https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    check=check,
)
