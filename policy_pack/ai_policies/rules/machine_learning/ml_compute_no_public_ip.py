"""Nodes of Machine Learning computes have no public address."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity

KINDS = ("amlcompute", "computeinstance")


def check(resource: Resource) -> Iterator[Finding]:
    """Nodes of Machine Learning computes have no public address."""
    if resource.text("properties.computeType").casefold() not in KINDS:
        yield NotApplicable("the compute is not one that Machine Learning makes")
        return

    yield from resource.expect("properties.properties.enableNodePublicIp", False)


RULE = ResourceRule(
    id="ml-compute-no-public-ip",
    control="MLW-009",
    title="Nodes of Machine Learning computes have no public address",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces/computes",),
    remedy='Write `"enable_node_public_ip": False` in the inner properties of Compute(...).',
    url="https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet",
    check=check,
    fix={"properties.properties.enableNodePublicIp": False},
)
