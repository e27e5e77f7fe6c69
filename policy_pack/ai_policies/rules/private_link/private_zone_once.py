"""A network is linked to one zone of a name only."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """A network is linked to one zone of a name only."""
    zone = graph.parent(resource)
    network = graph.target(resource, "virtualNetwork.id", private_links.NETWORK)
    if zone is None or network is None:
        return
    key = (private_links.zone_name(zone), private_links.identity_of(network))
    if graph.once(_links).get(key, resource.urn) != resource.urn:
        yield Violated(f"links a network to zone {key[0]} a second time", resource.path_of("virtualNetwork"))


def _links(graph: Graph) -> dict[tuple[str, str], str]:
    """The first link of each zone name and network."""
    first: dict[tuple[str, str], str] = {}
    for link in graph.of(private_links.LINK):
        zone = graph.parent(link)
        network = graph.target(link, "virtualNetwork.id", private_links.NETWORK)
        if zone is not None and network is not None:
            first.setdefault((private_links.zone_name(zone), private_links.identity_of(network)), link.urn)
    return first


RULE = StackRule(
    id="private-zone-once",
    control="PE-003",
    title="A network is linked to one zone of a name only",
    severity=Severity.HIGH,
    types=("Microsoft.Network/privateDnsZones/virtualNetworkLinks",),
    remedy=(
        "Keep one VirtualNetworkLink(...) of the zone's name for each network: Azure refuses a second one, "
        "and two zones would answer differently."
    ),
    url="https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
    check=check,
)
