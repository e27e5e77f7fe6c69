"""The zones of a private endpoint are linked to its network."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, endpoint: Resource) -> Iterator[Finding]:
    """The zones of a private endpoint are linked to its network."""
    groups = graph.children(endpoint, "privateDnsZoneGroups")
    for zone in [zone for group in groups for zone in private_links.zones_given(graph, group)]:
        if isinstance(zone, str):
            continue  # brought along: its links are not ours to see
        network = private_links.network_of(graph, endpoint)
        links = graph.children(zone, "virtualNetworkLinks")
        targets = [graph.target(link, "virtualNetwork.id", private_links.NETWORK) for link in links]
        # A network outside the stack may be the hub that resolves for the endpoint's network.
        if not any(target is network or isinstance(target, str) for target in targets if target is not None):
            yield Violated(f"zone {zone.arm_name} is not linked to its network")


RULE = StackRule(
    id="private-zone-linked",
    control="PE-003",
    title="The zones of a private endpoint are linked to its network",
    severity=Severity.HIGH,
    types=("Microsoft.Network/privateEndpoints",),
    remedy=(
        'Add `VirtualNetworkLink(private_zone_name=zone.name, virtual_network={"id": vnet.id}, '
        "registration_enabled=False)` for the zone named here."
    ),
    url="https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
    check=check,
)
