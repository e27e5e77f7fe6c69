"""Machines run the monitor agent with a data collection rule."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Machines run the monitor agent with a data collection rule."""
    agents = [item for item in graph.children(resource, "extensions") if _is_agent(item)]
    if not agents:
        yield Violated("has no Azure Monitor agent extension")
    associations = graph.of("Microsoft.Insights/dataCollectionRuleAssociations")
    if not any(graph.target(item, "resourceUri", *resource_types) is resource for item in associations):
        yield Violated("is associated with no data collection rule")


resource_types = ("Microsoft.Compute/virtualMachines", "Microsoft.Compute/virtualMachineScaleSets")


def _is_agent(extension: Resource) -> bool:
    return extension.text("publisher").casefold() == "microsoft.azure.monitor"


RULE = StackRule(
    id="vm-monitored",
    control="VM-008",
    title="Machines run the monitor agent with a data collection rule",
    severity=Severity.MEDIUM,
    types=("Microsoft.Compute/virtualMachines",),
    remedy=(
        "Add VirtualMachineExtension(...) of publisher Microsoft.Azure.Monitor to the machine and "
        "`DataCollectionRuleAssociation(resource_uri=vm.id, data_collection_rule_id=rule.id)`."
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-overview",
    check=check,
)
