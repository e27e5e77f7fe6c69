"""Callers' tokens are not passed on to the backends of tools."""

from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

from ai_policies import api_access, api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Callers' tokens are not passed on to the backends of tools."""
    behind = resource.urn in graph.once(api_policies.apis_behind_tools)
    if not behind and not api_policies.is_mcp(resource):
        return
    if not behind and not api_policies.forwards(resource) and graph.children(resource, "tools"):
        yield NotApplicable("the API whose operations are its tools calls the backend, and is judged")
        return
    message = "passes the caller's Authorization header on"
    tags = ("set-header", "authentication-managed-identity")
    judge = partial(api_access.on_every_path, graph, resource, message, *tags, holds=_replaces)
    yield from api_access.decided(resource, judge)


def _replaces(statement: Element) -> bool:
    """Whether the statement removes or replaces the Authorization header."""
    if statement.tag == "authentication-managed-identity":
        # With a variable for its token it leaves the header to another statement.
        return not statement.get("output-token-variable-name")
    if statement.get("name", "").casefold() != "authorization":
        return False
    action = statement.get("exists-action", "override")
    values = " ".join(item.text or "" for item in statement.iterfind("value"))
    return action == "delete" or (action == "override" and "context.Request.Headers" not in values)


RULE = StackRule(
    id="mcp-drops-caller-token",
    control="APIM-024",
    title="Callers' tokens are not passed on to the backends of tools",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        'Write `<set-header name="Authorization" exists-action="delete" />` or '
        '`<authentication-managed-identity resource="..." />` in <inbound> of the policy of the MCP API, or '
        "of the API whose operations are tools."
    ),
    url="https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    check=check,
)
