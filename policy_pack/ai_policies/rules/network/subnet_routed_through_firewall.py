"""Subnets send internet traffic through the firewall of the stack."""

from collections.abc import Iterator

from ai_policies import subnets
from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Subnets send internet traffic through the firewall of the stack."""
    if not any(graph.of("Microsoft.Network/azureFirewalls")):
        yield NotApplicable("the stack has no firewall")
        return
    exempt = {name.casefold() for name in graph.parameter_texts("exempt")}
    for subnet in subnets.inside(resource):
        if subnet.name.casefold() not in exempt:
            yield from _judge(graph, resource, subnet)


TABLE = "Microsoft.Network/routeTables"


def _judge(graph: Graph, resource: Resource, subnet: subnets.Subnet) -> Iterator[Finding]:
    """One subnet's route table; one outside the stack is not ours to see."""
    key = "routeTable" if not subnet.prefix else "subnets"
    table = graph.resolve(resource, key, subnet.view.find("routeTable.id"), TABLE)
    if table is None:
        yield Violated("has no route table", subnet.view.path_of("routeTable"))
    if not isinstance(table, Resource):
        return
    routes = [*table.items("routes"), *graph.children(table, "routes")]
    default = [route for route in routes if route.text("addressPrefix") in ("0.0.0.0/0", "Internet")]
    if not default:
        yield Violated(f"its {table.label} has no route of 0.0.0.0/0", subnet.view.path_of("routeTable"))
    addresses = _firewall_addresses(graph)
    for route in default:
        yield from route.expect("nextHopType", "VirtualAppliance")
        if addresses and route.find("nextHopIpAddress") is not UNKNOWN:
            yield from route.expect("nextHopIpAddress", *addresses)


def _firewall_addresses(graph: Graph) -> list[str]:
    """Private addresses of the stack's firewalls, as far as they are known."""
    firewalls = graph.of("Microsoft.Network/azureFirewalls")
    found = [item.find("privateIPAddress") for firewall in firewalls for item in firewall.items("ipConfigurations")]
    return [address for address in found if isinstance(address, str)]


RULE = StackRule(
    id="subnet-routed-through-firewall",
    control="NET-003",
    title="Subnets send internet traffic through the firewall of the stack",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/virtualNetworks",
    ),
    remedy=(
        'Write `route_table={"id": table.id}` in Subnet(...), with a route in RouteTable(...) or '
        "Route(...) of 0.0.0.0/0 to next hop type VirtualAppliance at the firewall's private address."
    ),
    url="https://learn.microsoft.com/azure/firewall/tutorial-firewall-deploy-portal",
    parameters={
        "exempt": [
            "GatewaySubnet",
            "AzureFirewallSubnet",
            "AzureFirewallManagementSubnet",
            "AzureBastionSubnet",
            "RouteServerSubnet",
        ]
    },
    check=check,
)
