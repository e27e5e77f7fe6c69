"""Agents only read from tools and stores, unless writing is approved."""

from collections.abc import Iterator

from ai_policies import grants
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Agents only read from tools and stores, unless writing is approved."""
    # The default approves what Azure's standard set-up of agents needs on their own stores: blobs, indexes, threads.
    agents = (
        "Microsoft.CognitiveServices/accounts/projects",
        "Microsoft.CognitiveServices/accounts/projects/applications",
    )
    if not graph.linked(resource, "principalId", *agents):
        yield NotApplicable("the principal is no agent of the stack")
        return
    approved = {item.casefold() for item in graph.parameter_texts("approved_writes")}
    if grants.role_of(resource) not in approved | grants.ids(*_READERS):
        yield resource.violated("roleDefinitionId", "which lets agents do more than read")


_READERS = (
    *("AcrPull", "App Configuration Data Reader", "Azure AI User", "Cognitive Services OpenAI User"),
    *("Cognitive Services User", "Key Vault Secrets User", "Key Vault Crypto Service Encryption User", "Reader"),
    *("Log Analytics Reader", "Monitoring Reader", "Search Index Data Reader", "Storage Blob Data Reader"),
)


RULE = StackRule(
    id="agent-rights-read-only",
    control="IAM-008",
    title="Agents only read from tools and stores, unless writing is approved",
    severity=Severity.HIGH,
    types=("Microsoft.Authorization/roleAssignments",),
    remedy=(
        "Assign a reader role to the agents' identity in RoleAssignment(...), or add the role's id to "
        "`approved_writes` in the `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-services/agents/concepts/standard-agent-setup",
    parameters={
        "approved_writes": [
            "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
            "8ebe5a00-799e-43f5-93ac-243d3dce84a7",
            "7ca78c08-252a-4471-8644-bb5ff32d4ba0",
            "230815da-be43-4aae-9cb4-875f7bd000aa",
        ]
    },
    check=check,
)
