"""The zones of a private endpoint are linked to its network."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, endpoint: Resource) -> Iterator[Finding]:
    """The zones of a private endpoint are linked to its network."""
    groups = graph.children(endpoint, "privateDnsZoneGroups")
    for zone in [zone for group in groups for zone in private_links.zones_given(graph, group)]:
        if isinstance(zone, str):
            continue  # brought along: its links are not ours to see
        network = private_links.network_of(graph, endpoint)
        links = graph.children(zone, "virtualNetworkLinks")
        targets = [graph.target(link, "virtualNetwork.id", private_links.NETWORK) for link in links]
        if any(target is network for target in targets):
            continue
        # A network outside the stack may be the hub that resolves for the endpoint's network.
        if not any(isinstance(target, str) for target in targets) or _asks_azure(network):
            yield Violated(f"zone {zone.arm_name} is not linked to its network")


def _asks_azure(network: Resource | str | None) -> bool:
    """Whether the network names no resolver of its own: Azure's answers from zones that are linked to it, no others."""
    if not isinstance(network, Resource):
        return False
    servers = network.find("dhcpOptions.dnsServers")
    return servers is ABSENT or servers == []


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
