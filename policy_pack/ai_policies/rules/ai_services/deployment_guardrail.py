"""Each model deployment names a guardrail that is in the stack or approved."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, Severity, StackRule, Unknown, known, same

GUARDRAIL = "Microsoft.CognitiveServices/accounts/raiPolicies"


def check(graph: Graph, deployment: Resource) -> Iterator[Finding]:
    """Each model deployment names a guardrail that is in the stack or approved."""
    path = "properties.raiPolicyName"
    name = deployment.find(path)
    if name is UNKNOWN and graph.linked(deployment, "properties", GUARDRAIL):
        return
    if not known(deployment.read(path)) or name == "":
        yield deployment.violated(path, "must name a guardrail")
        return
    account = graph.parent(deployment)
    names = [policy.arm_name for policy in graph.children(account, "raiPolicies")] if account else []
    if any(same(name, other) for other in (*names, *graph.parameter_texts("approved"))):
        return
    if "" in names:
        yield Unknown(deployment.path_of(path), deployment.urn)
    else:
        yield deployment.violated(path, "which is no guardrail of this account in the stack")


RULE = StackRule(
    id="deployment-guardrail",
    control="RAI-001",
    title="Each model deployment names a guardrail that is in the stack or approved",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        'Write `"rai_policy_name": policy.name` in the `properties` of Deployment(...), with a RaiPolicy(...) '
        "under the same account."
    ),
    url="https://learn.microsoft.com/azure/ai-services/openai/how-to/content-filters",
    parameters={"approved": []},
    check=check,
)
