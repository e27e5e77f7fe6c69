"""Identities of workloads hold roles on a resource, nothing wider."""

from collections.abc import Iterator

from ai_policies import grants
from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Value, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Identities of workloads hold roles on a resource, nothing wider."""
    if not same(resource.text("principalType"), "ServicePrincipal"):
        yield NotApplicable("the principal is a person or a group")
        return
    role = resource.find("roleDefinitionId")
    wide = {item.casefold() for item in graph.parameter_texts("group_wide")}
    if wide and role is not UNKNOWN and grants.role_of(resource) in wide:
        yield from resource.expect_that("scope", "must be a resource group or a resource in one", _in_a_group)
    elif graph.linked(resource, "scope", "Microsoft.Resources/resourceGroups"):
        yield Violated("is a resource group, must be a resource", resource.path_of("scope"))
    elif resource.find("scope") is not UNKNOWN or not resource.linked.get("scope"):
        # An unknown scope that comes from a resource of this stack is that resource.
        yield from resource.expect_that("scope", "must be a resource", _is_resource)


def _in_a_group(scope: Value) -> bool:
    """Whether the scope is a resource group or lies in one."""
    return isinstance(scope, str) and "/resourcegroups/" in scope.casefold()


def _is_resource(scope: Value) -> bool:
    """Whether the scope is one resource inside a resource group."""
    return isinstance(scope, str) and "/providers/" in scope.casefold().partition("/resourcegroups/")[2]


RULE = StackRule(
    id="role-scope-narrow",
    control="IAM-002",
    title="Identities of workloads hold roles on a resource, nothing wider",
    severity=Severity.HIGH,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy=(
        "Write `scope=resource.id` in RoleAssignment(...), or put the role's id into `group_wide` in the "
        "`parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    parameters={"group_wide": []},
    check=check,
)
