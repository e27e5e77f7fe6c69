"""Each subnet has a network security group."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each subnet has a network security group."""
    why = "must be the id of a network security group"
    exempt = {name.casefold() for name in graph.parameter_texts("exempt")}
    if resource.is_type("Microsoft.Network/virtualNetworks/subnets"):
        if resource.arm_name.casefold() not in exempt:
            groups = "Microsoft.Network/networkSecurityGroups"
            yield from graph.expect_link(resource, "networkSecurityGroup.id", why, groups)
        return
    for inline in resource.items("subnets"):
        if inline.text("name").casefold() not in exempt:
            yield from inline.expect_set("networkSecurityGroup.id", why)


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
