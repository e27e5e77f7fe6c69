"""Identities of workloads hold roles for data and for single tasks only."""

from collections.abc import Iterator

from ai_policies import grants
from ai_policies.azure_data import ROLES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Identities of workloads hold roles for data and for single tasks only."""
    if not same(resource.text("principalType"), "ServicePrincipal"):
        yield NotApplicable("the principal is a person or a group")
        return
    role = grants.role_of(resource)
    approved = {item.casefold() for item in graph.parameter_texts("approved")}
    if graph.linked(resource, "roleDefinitionId", "Microsoft.Authorization/roleDefinitions"):
        return  # a custom role of the stack is judged by its actions
    if role not in approved | grants.ids(*_DATA_ROLES):
        name = next((name for name, guid in ROLES.items() if same(guid, role)), role)
        yield Violated(f"is {name}, which is no role for data or a single task", resource.path_of("roleDefinitionId"))


# The last five are control-plane roles for one task that Azure's own set-ups of agents and monitoring ask for.
_DATA_ROLES = (
    *("AcrPull", "App Configuration Data Reader", "Azure AI User", "Azure Event Hubs Data Sender"),
    *("Cognitive Services OpenAI User", "Cognitive Services User", "Key Vault Crypto Service Encryption User"),
    *("Key Vault Crypto User", "Key Vault Secrets User", "Search Index Data Contributor", "Search Index Data Reader"),
    *("Storage Blob Data Contributor", "Storage Blob Data Owner", "Storage Blob Data Reader"),
    *("Cosmos DB Operator", "Search Service Contributor", "Monitoring Metrics Publisher"),
    *("Log Analytics Reader", "Monitoring Reader"),
)


RULE = StackRule(
    id="role-data-plane-only",
    control="IAM-002",
    title="Identities of workloads hold roles for data and for single tasks only",
    severity=Severity.HIGH,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy=(
        "Assign a role for the data that the workload reads or writes in RoleAssignment(...), or add the "
        "role's id to `approved` in the `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    parameters={"approved": []},
    check=check,
)
