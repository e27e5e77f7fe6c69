"""MCP servers do not pass the caller's token on to the tool's backend."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph, api: Resource) -> Iterator[Finding]:
    """MCP servers do not pass the caller's token on to the tool's backend."""
    if not api_policies.is_mcp(api):
        return
    statements = api_policies.inbound(graph, api, "set-header", "authentication-managed-identity")
    if not any(_replaces(statement.tag, statement.attrib) for _, statement in statements):
        yield from api_access.missing(graph, api, "passes the caller's Authorization header on")


def _replaces(tag: str, attributes: dict[str, str]) -> bool:
    """Whether the statement removes or replaces the Authorization header."""
    if tag == "authentication-managed-identity":
        return True
    named = attributes.get("name", "").casefold() == "authorization"
    return named and attributes.get("exists-action", "override") in ("delete", "override")


RULE = StackRule(
    id="mcp-drops-caller-token",
    control="APIM-024",
    title="MCP servers do not pass the caller's token on to the tool's backend",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/apis",),
    remedy=(
        'Write `<set-header name="Authorization" exists-action="delete" />` or `<authentication-managed-identity '
        'resource="..." />` in <inbound> of the MCP API\'s policy.'
    ),
    url="https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    check=check,
)
