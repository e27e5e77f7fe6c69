"""Policies of MCP servers do not read bodies of responses, which would buffer the stream."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, api: Resource) -> Iterator[Finding]:
    """Policies of MCP servers do not read bodies of responses, which would buffer the stream."""
    if not api_policies.is_mcp(api):
        return
    for policy in graph.children(api, "policies"):
        if "context.Response.Body" in api_policies.text_of(policy):
            yield Violated("reads context.Response.Body", policy.path_of("value"), urn=policy.urn)


RULE = StackRule(
    id="mcp-no-body-read",
    control="APIM-022",
    title="Policies of MCP servers do not read bodies of responses, which would buffer the stream",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/apis",),
    remedy="Remove `context.Response.Body` from the policies that apply to the MCP API.",
    url="https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    check=check,
)
