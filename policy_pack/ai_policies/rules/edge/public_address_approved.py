"""Public addresses are of the Standard SKU and belong to an edge resource."""

from collections.abc import Iterator

from ai_policies import edge
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Public addresses are of the Standard SKU and belong to an edge resource."""
    yield from resource.expect("sku.name", "Standard", "StandardV2")
    owners, unclear = graph.once(edge.owners_of_addresses)
    if resource.urn in owners:
        return
    if unclear:
        yield Unknown("ids of public addresses in the stack's edge resources")
    else:
        yield Violated("belongs to no firewall, gateway or Bastion host of the stack")


RULE = StackRule(
    id="public-address-approved",
    control="EDG-001",
    title="Public addresses are of the Standard SKU and belong to an edge resource",
    severity=Severity.HIGH,
    types=("Microsoft.Network/publicIPAddresses",),
    remedy=(
        'Write `sku={"name": "Standard"}` in PublicIPAddress(...), and use it for a firewall, application '
        "gateway, Bastion host, NAT gateway, VPN gateway or API Management only."
    ),
    url="https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    check=check,
)
