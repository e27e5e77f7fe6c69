"""Each private endpoint registers in exactly the DNS zones that its group needs."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Severity, StackRule, Unknown, Violated
from ai_policies.kit.findings import UnknownRead


def _zones(graph: Graph, item: private_links.Connection, needed: set[str]) -> Iterator[Finding]:
    """Compare the zones of the endpoint's group with those it needs."""
    groups = graph.children(item.endpoint, "privateDnsZoneGroups")
    try:
        given = {private_links.zone_name(zone) for group in groups for zone in private_links.zones_given(graph, group)}
    except UnknownRead as read:
        yield Unknown(read.path, item.endpoint.urn)
        return
    for zone in sorted(needed - given):
        yield Violated(f"is not registered in zone {zone}", urn=item.endpoint.urn)
    for zone in sorted(given - needed):
        yield Violated(f"is registered in zone {zone}, which its group does not use", urn=item.endpoint.urn)


def check(graph: Graph) -> Iterator[Finding]:
    """Each private endpoint registers in exactly the DNS zones that its group needs."""
    found, unclear = private_links.connections(graph)
    yield from (Unknown(read.path, read.urn) for read in unclear)
    for item in found:
        needed = private_links.zones_needed(item)
        if needed:
            yield from _zones(graph, item, needed)


RULE = StackRule(
    id="private-endpoint-zones",
    control="PE-002",
    title="Each private endpoint registers in exactly the DNS zones that its group needs",
    severity=Severity.CRITICAL,
    types=("Microsoft.Network/privateEndpoints",),
    remedy=(
        'Add `PrivateDnsZoneGroup(private_endpoint_name=..., private_dns_zone_configs=[{"name": ..., '
        '"private_dns_zone_id": zone.id}, ...])` with the zones named here.'
    ),
    url="https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    check=check,
)
