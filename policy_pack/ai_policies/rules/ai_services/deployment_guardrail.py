"""Each model deployment names a guardrail that is in the stack or approved."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, Severity, StackRule, Unknown, same


def check(graph: Graph) -> Iterator[Finding]:
    """Each model deployment names a guardrail that is in the stack or approved."""
    for deployment in graph.of("Microsoft.CognitiveServices/accounts/deployments"):
        name = deployment.find("properties.raiPolicyName")
        account = graph.ancestor(deployment, "Microsoft.CognitiveServices/accounts")
        if name is UNKNOWN:
            if not graph.linked(deployment, "properties", "Microsoft.CognitiveServices/accounts/raiPolicies"):
                yield Unknown(deployment.path_of("properties.raiPolicyName"), deployment.urn)
            continue
        if not isinstance(name, str) or not name:
            yield deployment.violated("properties.raiPolicyName", "must name a guardrail")
            continue
        siblings = [
            policy
            for policy in graph.of("Microsoft.CognitiveServices/accounts/raiPolicies")
            if graph.ancestor(policy, "Microsoft.CognitiveServices/accounts") is account
        ]
        names = [policy.arm_name for policy in siblings]
        if any(same(name, other) for other in (*names, *graph.parameter_texts("approved"))):
            continue
        if "" in names:
            yield Unknown(deployment.path_of("properties.raiPolicyName"), deployment.urn)
        else:
            yield deployment.violated("properties.raiPolicyName", "which is no guardrail of this account in the stack")


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
