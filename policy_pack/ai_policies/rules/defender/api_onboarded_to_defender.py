"""Each REST API is onboarded to Defender for APIs, where its plan is on."""

from collections.abc import Iterator

from ai_policies import api_policies, defender
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each REST API is onboarded to Defender for APIs, where its plan is on."""
    plans = [plan for plan in graph.of(defender.PLAN) if defender.is_plan(plan, "Api")]
    if not plans or api_policies.is_mcp(resource) or api_policies.is_metadata(graph, resource):
        # Defender for APIs knows REST APIs; MCP servers and static metadata cannot be onboarded.
        yield NotApplicable("the stack does not turn the plan on, or the API is none that can be onboarded")
        return
    for collection in graph.of("Microsoft.Security/apiCollections"):
        if resource in graph.linked(collection, "apiId", resource.arm_type):
            return
        if resource.arm_name and collection.text("apiId") == resource.arm_name:
            return
    yield Violated("is not onboarded to Defender for APIs")


RULE = StackRule(
    id="api-onboarded-to-defender",
    control="DEF-007",
    title="Each REST API is onboarded to Defender for APIs, where its plan is on",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/apis",),
    remedy=(
        "Add `APICollectionByAzureApiManagementService(api_id=api.name, service_name=..., resource_group_name=...)`."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-apis-deploy",
    check=check,
)
