"""The zones of a private endpoint are linked to its network."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Severity, StackRule, Violated


def check(graph: Graph) -> Iterator[Finding]:
    """The zones of a private endpoint are linked to its network."""
    links = list(graph.of(private_links.LINK))
    for group in graph.of(private_links.GROUP):
        endpoint = graph.parent(group)
        network = private_links.network_of(graph, endpoint) if endpoint else None
        for zone in private_links.zones_given(graph, group):
            if isinstance(zone, str):
                continue  # brought along: its links are not ours to see
            targets = [
                graph.target(link, "virtualNetwork.id", private_links.NETWORK)
                for link in links
                if graph.ancestor(link, private_links.ZONE) is zone
            ]
            # A network outside the stack may be the hub that resolves for the endpoint's network.
            if not any(target is network or isinstance(target, str) for target in targets if target is not None):
                yield Violated(f"zone {zone.arm_name} is not linked to its network", urn=group.urn)


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
