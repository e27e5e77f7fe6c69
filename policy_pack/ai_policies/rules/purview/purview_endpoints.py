"""Purview has private endpoints for its account and its portal."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Purview has private endpoints for its account and its portal."""
    given, unclear = private_links.groups_given(graph, resource), graph.once(private_links.connections)[1]
    missing = [group for group in ("account", "portal") if group not in given]
    if missing and unclear:
        yield Unknown("privateLinkServiceConnections of the stack's private endpoints")
    elif missing:
        yield Violated(f"has no private endpoint for group {' and '.join(missing)}")


RULE = StackRule(
    id="purview-endpoints",
    control="PVW-002",
    title="Purview has private endpoints for its account and its portal",
    severity=Severity.MEDIUM,
    types=("Microsoft.Purview/accounts",),
    remedy="Add a PrivateEndpoint(...) for group `account` and one for group `portal` of the Purview account.",
    url="https://learn.microsoft.com/azure/purview/legacy/catalog-private-link",
    check=check,
)
