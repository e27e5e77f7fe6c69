"""Machine Learning computes run in a subnet, or in the managed network of their workspace."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Unknown, known, same

KINDS = ("amlcompute", "computeinstance")
MODES = ("AllowOnlyApprovedOutbound", "AllowInternetOutbound")
PATH = "properties.properties.subnet.id"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Machine Learning computes run in a subnet, or in the managed network of their workspace."""
    if resource.text("properties.computeType").casefold() not in KINDS:
        yield NotApplicable("the compute is not one that Machine Learning makes")
        return

    if known(resource.find(PATH)) or graph.linked(resource, "properties", SUBNET):
        return
    workspace = graph.parent(resource)
    mode = workspace.read("managedNetwork.isolationMode") if workspace else UNKNOWN
    if mode is UNKNOWN or resource.find(PATH) is UNKNOWN:
        yield Unknown(resource.path_of(PATH))
    elif not any(same(mode, name) for name in MODES):
        yield resource.violated(PATH, "must be the id of a subnet: the workspace has no managed network")


RULE = StackRule(
    id="ml-compute-in-network",
    control="MLW-009",
    title="Machine Learning computes run in a subnet, or in the managed network of their workspace",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces/computes",),
    remedy=(
        'Write `"subnet": {"id": subnet.id}` in the inner properties of Compute(...), or '
        '`managed_network={"isolation_mode": ...}` in Workspace(...).'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet",
    check=check,
)
