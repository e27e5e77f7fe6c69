"""One identity serves one workload, and none serves both a pipeline and what runs."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """One identity serves one workload, and none serves both a pipeline and what runs."""
    users = graph.once(_users).get(resource.urn, [])
    # Read the tags of several users only: one alone cannot disagree.
    workloads = {str(user.read("tags.workload")) for user in users if user.read("tags.workload") is not ABSENT}
    if len(workloads) > 1:
        yield Violated(f"serves several workloads: {', '.join(sorted(workloads))}")
    pipelines = [item for item in graph.children(resource, "federatedIdentityCredentials") if _is_pipeline(item)]
    if users and pipelines:
        yield Violated(f"serves a deployment pipeline ({pipelines[0].label}) and {users[0].label} at run time")


IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
_PIPELINES = ("https://token.actions.githubusercontent.com", "https://vstoken.dev.azure.com/")


def _users(graph: Graph) -> dict[str, list[Resource]]:
    """URN of an identity -> resources that run as it."""
    users: dict[str, list[Resource]] = {}
    for resource in graph.resources:
        for urn in resource.linked.get("identity", ()):
            users.setdefault(urn, []).append(resource)
    return users


def _is_pipeline(credential: Resource) -> bool:
    return credential.text("issuer").startswith(_PIPELINES)


RULE = StackRule(
    id="identity-one-workload",
    control="IAM-007",
    title="One identity serves one workload, and none serves both a pipeline and what runs",
    severity=Severity.MEDIUM,
    types=("Microsoft.ManagedIdentity/userAssignedIdentities",),
    remedy="Give each workload a UserAssignedIdentity(...) of its own, and pipelines another one.",
    url="https://learn.microsoft.com/azure/active-directory/managed-identities-azure-resources/managed-identity-best-practice-recommendations",
    check=check,
)
