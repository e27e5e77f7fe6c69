"""Machine Learning's managed network lets only approved traffic out."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning's managed network lets only approved traffic out."""
    yield from resource.expect("managedNetwork.isolationMode", "AllowOnlyApprovedOutbound")


RULE = ResourceRule(
    id="ml-managed-network",
    control="MLW-002",
    title="Machine Learning's managed network lets only approved traffic out",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy=(
        'Write `managed_network={"isolation_mode": "AllowOnlyApprovedOutbound"}` in '
        "machinelearningservices.Workspace(...)."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-managed-network",
    check=check,
    fix={"managedNetwork.isolationMode": "AllowOnlyApprovedOutbound"},
)
