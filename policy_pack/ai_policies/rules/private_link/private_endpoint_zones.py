"""Each private endpoint registers in exactly the DNS zones that its group needs."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, endpoint: Resource) -> Iterator[Finding]:
    """Each private endpoint registers in exactly the DNS zones that its group needs."""
    unclear = graph.once(private_links.connections)[1]
    yield from (Unknown(read.path) for read in unclear if read.urn == endpoint.urn)
    for item in private_links.of_endpoint(graph, endpoint):
        if needed := private_links.zones_needed(item):
            yield from _compare(graph, endpoint, needed)


def _compare(graph: Graph, endpoint: Resource, needed: set[str]) -> Iterator[Finding]:
    """Compare the zones that the endpoint registers in with those it needs."""
    groups = graph.children(endpoint, "privateDnsZoneGroups")
    zones = [zone for group in groups for zone in private_links.zones_given(graph, group)]
    given = {private_links.zone_name(zone) for zone in zones}
    for zone in sorted(needed - given):
        yield Violated(f"is not registered in zone {zone}")
    for zone in sorted(given - needed):
        yield Violated(f"is registered in zone {zone}, which its group does not use")


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
