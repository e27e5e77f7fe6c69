"""Each MCP server checks a token of one tenant for one audience before a tool runs."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each MCP server checks a token of one tenant for one audience before a tool runs."""
    if api_policies.is_mcp(resource):
        yield from api_access.authenticated(graph, resource)


RULE = StackRule(
    id="mcp-authenticated",
    control="APIM-022",
    title="Each MCP server checks a token of one tenant for one audience before a tool runs",
    severity=Severity.CRITICAL,
    types=API_TYPES,
    remedy=(
        "Write `<validate-azure-ad-token "
        'tenant-id="..."><audiences><audience>...</audience></audiences></validate-azure-ad-token>` in '
        "<inbound> of the MCP API's policy, with your tenant's id, never `common`."
    ),
    url="https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    check=check,
)
