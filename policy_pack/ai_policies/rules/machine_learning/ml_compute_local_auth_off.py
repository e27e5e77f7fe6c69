"""Machine Learning computes accept Entra ID only."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning computes accept Entra ID only."""
    yield from resource.expect("properties.disableLocalAuth", True)


RULE = ResourceRule(
    id="ml-compute-local-auth-off",
    control="MLW-008",
    title="Machine Learning computes accept Entra ID only",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces/computes",),
    remedy='Write `"disable_local_auth": True` in the `properties` of Compute(...).',
    url="https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet",
    check=check,
    fix={"properties.disableLocalAuth": True},
)
