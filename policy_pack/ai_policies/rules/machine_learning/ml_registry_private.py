"""Model registries are private."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Model registries are private."""
    yield from resource.expect("publicNetworkAccess", "Disabled")


RULE = ResourceRule(
    id="ml-registry-private",
    control="MLW-019",
    title="Model registries are private",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/registries",),
    remedy=(
        'Write `public_network_access="Disabled"` in machinelearningservices.Registry(...) and add a private endpoint.'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-registry-network-isolation",
    check=check,
    fix={"publicNetworkAccess": "Disabled"},
)
