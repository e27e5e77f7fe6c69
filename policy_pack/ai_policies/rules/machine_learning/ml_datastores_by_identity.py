"""Machine Learning reads its datastores by identity, not by key."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning reads its datastores by identity, not by key."""
    yield from resource.expect("systemDatastoresAuthMode", "Identity")


RULE = ResourceRule(
    id="ml-datastores-by-identity",
    control="MLW-007",
    title="Machine Learning reads its datastores by identity, not by key",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy='Write `system_datastores_auth_mode="Identity"` in machinelearningservices.Workspace(...).',
    url="https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication",
    check=check,
)
