"""Each virtual network has a flow log, where the stack keeps any."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each virtual network has a flow log, where the stack keeps any."""
    # Azure makes one network watcher a region by itself; a stack that writes no flow logs leaves them to that owner.
    logs = list(graph.of("Microsoft.Network/networkWatchers/flowLogs"))
    if not logs:
        yield NotApplicable("the stack keeps no flow logs")
    elif not any(
        graph.target(item, "targetResourceId", "Microsoft.Network/virtualNetworks") is resource for item in logs
    ):
        yield Violated("has no flow log")


RULE = StackRule(
    id="network-flow-logged",
    control="NET-007",
    title="Each virtual network has a flow log, where the stack keeps any",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/virtualNetworks",),
    remedy=(
        "Add `FlowLog(target_resource_id=vnet.id, storage_id=account.id, enabled=True)` to the network "
        "watcher of the region."
    ),
    url="https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview",
    check=check,
)
