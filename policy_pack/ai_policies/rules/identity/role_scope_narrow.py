"""Identities of workloads hold roles on a resource or a resource group, nothing wider."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, Severity, StackRule, Value, same


def _in_a_group(scope: Value) -> bool:
    """Whether the scope lies in a resource group."""
    return isinstance(scope, str) and "/resourcegroups/" in scope.casefold()


def check(graph: Graph) -> Iterator[Finding]:
    """Identities of workloads hold roles on a resource or a resource group, nothing wider."""
    for assignment in graph.of("Microsoft.Authorization/roleAssignments"):
        if not same(assignment.text("principalType"), "ServicePrincipal"):
            continue
        scope = assignment.find("scope")
        if scope is UNKNOWN and assignment.linked.get("scope"):
            continue  # the id of a resource of this stack, which is never wider than a group
        yield from assignment.expect_that("scope", "must be a resource group or a resource in one", _in_a_group)


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
