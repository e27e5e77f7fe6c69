"""Machine Learning workspaces are private."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning workspaces are private."""
    yield from resource.expect("publicNetworkAccess", "Disabled")
    yield from resource.refuse("allowPublicAccessWhenBehindVnet", True)


RULE = ResourceRule(
    id="ml-workspace-private",
    control="MLW-001",
    title="Machine Learning workspaces are private",
    severity=Severity.CRITICAL,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy=(
        'Write `public_network_access="Disabled"` and leave `allow_public_access_when_behind_vnet` out of '
        "machinelearningservices.Workspace(...)."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link",
    check=check,
    fix={"publicNetworkAccess": "Disabled", "allowPublicAccessWhenBehindVnet": False},
)
