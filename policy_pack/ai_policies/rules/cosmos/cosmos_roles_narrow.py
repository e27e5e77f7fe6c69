"""Data roles are given on a database or container, and the right to write to those who need it."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, Severity, StackRule, Value, Violated

PARTS = (
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases",
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
)
PRINCIPALS = (
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "Microsoft.CognitiveServices/accounts",
    "Microsoft.CognitiveServices/accounts/projects",
    "Microsoft.MachineLearningServices/workspaces",
    "Microsoft.Search/searchServices",
    "Microsoft.App/containerApps",
    "Microsoft.App/jobs",
    "Microsoft.Web/sites",
)
CONTRIBUTOR = "/00000000-0000-0000-0000-000000000002"
"""Built-in role that reads and writes data."""


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Data roles are given on a database or container, and the right to write to those who need it."""
    if resource.find("scope") is not UNKNOWN or not graph.linked(resource, "scope", *PARTS):
        yield from resource.expect_that("scope", "must name a database or container of the account", _is_part)
    if resource.text("roleDefinitionId").casefold().endswith(CONTRIBUTOR):
        yield from _expect_writer(graph, resource)


def _is_part(scope: Value) -> bool:
    """Whether a scope is less than the whole account."""
    return isinstance(scope, str) and "/dbs/" in scope.casefold()


def _expect_writer(graph: Graph, assignment: Resource) -> Iterator[Finding]:
    """The principal must be a writer: by its object id, or by the name of the resource that it comes from."""
    writers = graph.parameter_texts("writers")
    linked = graph.linked(assignment, "principalId", *PRINCIPALS)
    if linked and all(
        principal.arm_name and name_patterns.matches(principal.arm_name, writers) for principal in linked
    ):
        return
    if linked and assignment.find("principalId") is UNKNOWN:
        yield Violated(f"lets {linked[0].label} write, which is no writer", assignment.path_of("principalId"))
        return
    yield from assignment.expect_that(
        "principalId",
        "must be a principal that may write",
        lambda value: isinstance(value, str) and name_patterns.matches(value, writers),
    )


RULE = StackRule(
    id="cosmos-roles-narrow",
    control="COS-007",
    title="Data roles are given on a database or container, and the right to write to those who need it",
    severity=Severity.HIGH,
    types=("Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",),
    remedy=(
        "Write the id of the account followed by `/dbs/<database>` as `scope`, and name identities that may write "
        "in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/cosmos-db/how-to-connect-role-based-access-control",
    parameters={"writers": []},
    check=check,
)
