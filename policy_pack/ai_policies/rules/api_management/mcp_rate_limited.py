"""Each MCP server limits the rate of calls."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each MCP server limits the rate of calls."""
    if api_policies.is_mcp(resource):
        yield from api_access.rate_limited(graph, resource)


RULE = StackRule(
    id="mcp-rate-limited",
    control="APIM-022",
    title="Each MCP server limits the rate of calls",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        'Write `<rate-limit-by-key calls="60" renewal-period="60" counter-key="..." />` in <inbound> '
        "of the MCP API's policy."
    ),
    url="https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    check=check,
)
