"""Private endpoints lie in a subnet for them, which has a security group and applies it."""

from collections.abc import Iterator

from ai_policies import private_links, subnets
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Private endpoints lie in a subnet for them, which has a security group and applies it."""
    subnet = graph.target(resource, "subnet.id", private_links.SUBNET)
    if subnet is None:
        yield Violated("names no subnet", resource.path_of("subnet"))
    if not isinstance(subnet, Resource):
        return
    if subnets.delegations(subnet):
        yield Violated(f"lies in the delegated {subnet.label}", resource.path_of("subnet"))
    why = "must be the id of a network security group"
    yield from graph.expect_link(subnet, "networkSecurityGroup.id", why, "Microsoft.Network/networkSecurityGroups")
    yield from subnet.refuse("privateEndpointNetworkPolicies", "Disabled", "RouteTableEnabled")


RULE = StackRule(
    id="private-endpoint-subnet",
    control="PE-004",
    title="Private endpoints lie in a subnet for them, which has a security group and applies it",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/privateEndpoints",),
    remedy=(
        'Put PrivateEndpoint(...) into a Subnet(...) of its own kind with `network_security_group={"id": '
        'nsg.id}, private_endpoint_network_policies="Enabled"`, without delegation.'
    ),
    url="https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
    check=check,
)
