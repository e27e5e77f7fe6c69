"""Each resource that supports Private Link has a private endpoint."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.azure_data import PRIVATE_LINK
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each resource that supports Private Link has a private endpoint."""
    if not private_links.needs_endpoint(resource):
        yield NotApplicable("takes no private endpoint of its own: it lies inside a network, or another one serves it")
        return
    groups = private_links.groups_of(resource.arm_type)
    given, unclear = private_links.groups_given(graph, resource), graph.once(private_links.connections)[1]
    if given & {group.casefold() for group in groups}:
        return
    if unclear:
        yield Unknown("privateLinkServiceConnections of the stack's private endpoints")
    else:
        has = f"only one for {', '.join(sorted(given))}" if given else "none"
        yield Violated(f"must have a private endpoint for group {' or '.join(groups)}, has {has}")


RULE = StackRule(
    id="private-endpoint-present",
    control="PE-001",
    title="Each resource that supports Private Link has a private endpoint",
    severity=Severity.CRITICAL,
    types=tuple(PRIVATE_LINK),
    remedy=(
        'Add `PrivateEndpoint(..., private_link_service_connections=[{"name": ..., "private_link_service_id": '
        'resource.id, "group_ids": [...]}])` with the group named here.'
    ),
    url="https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
    check=check,
)
