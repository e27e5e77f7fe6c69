"""Deployed models cannot send data to the internet."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, same

WORKSPACE = "Microsoft.MachineLearningServices/workspaces"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Deployed models cannot send data to the internet."""
    workspace = graph.ancestor(resource, WORKSPACE)
    mode = workspace.read("managedNetwork.isolationMode") if workspace else ABSENT
    if not same(mode, "AllowOnlyApprovedOutbound"):
        yield from resource.expect("properties.egressPublicNetworkAccess", "Disabled")


RULE = StackRule(
    id="ml-deployment-no-public-egress",
    control="MLW-014",
    title="Deployed models cannot send data to the internet",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",),
    remedy=(
        'Write `"egress_public_network_access": "Disabled"` in the properties of OnlineDeployment(...), or '
        '`managed_network={"isolation_mode": "AllowOnlyApprovedOutbound"}` in Workspace(...).'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/concept-secure-online-endpoint",
    check=check,
)
