"""Each subnet has a network security group."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Severity, StackRule


def check(graph: Graph) -> Iterator[Finding]:
    """Each subnet has a network security group."""
    exempt = {name.casefold() for name in graph.parameter_texts("exempt")}
    for subnet in graph.of("Microsoft.Network/virtualNetworks/subnets"):
        if subnet.arm_name.casefold() in exempt:
            continue
        why = "must be the id of a network security group"
        yield from graph.expect_link(subnet, "networkSecurityGroup.id", why, "Microsoft.Network/networkSecurityGroups")
    for network in graph.of("Microsoft.Network/virtualNetworks"):
        for inline in network.items("subnets"):
            if inline.text("name").casefold() not in exempt:
                yield from inline.expect_set("networkSecurityGroup.id", "must be the id of a network security group")


RULE = StackRule(
    id="subnet-has-nsg",
    control="NET-001",
    title="Each subnet has a network security group",
    severity=Severity.HIGH,
    types=("Microsoft.Network/virtualNetworks/subnets", "Microsoft.Network/virtualNetworks"),
    remedy='Write `network_security_group={"id": nsg.id}` in Subnet(...).',
    url="https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    parameters={
        "exempt": ["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet"],
    },
    check=check,
)
