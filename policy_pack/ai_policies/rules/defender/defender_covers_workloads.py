"""Containers, apps and machines are covered by their plans, where the stack manages plans."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Containers, apps and machines are covered by their plans, where the stack manages plans."""
    yield from defender.expect_plan(graph, resource, _PLANS)


_PLANS = {
    "Microsoft.ContainerRegistry/registries": "Containers",
    "Microsoft.ContainerService/managedClusters": "Containers",
    "Microsoft.Web/sites": "AppServices",
    "Microsoft.Compute/virtualMachines": "VirtualMachines",
}


RULE = StackRule(
    id="defender-covers-workloads",
    control="DEF-008",
    title="Containers, apps and machines are covered by their plans, where the stack manages plans",
    severity=Severity.HIGH,
    types=tuple(_PLANS),
    remedy='Add Pricing(...) of the plan named here with `pricing_tier="Standard"`.',
    url="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction",
    check=check,
)
