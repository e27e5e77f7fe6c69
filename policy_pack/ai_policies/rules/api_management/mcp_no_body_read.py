"""Policies of MCP servers do not read bodies of responses, which would buffer the stream."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.api_documents import API_TYPES, FRAGMENT, SERVICE, text_of
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Policies of MCP servers do not read bodies of responses, which would buffer the stream."""
    if not api_policies.is_mcp(resource):
        return
    # As text: what cannot be parsed can still be searched. Whatever a fragment holds may run too.
    operations = [
        item for operation in graph.children(resource, "operations") for item in graph.children(operation, "policies")
    ]
    wide = api_policies.of_service(graph, resource, "policies")
    used = [*graph.children(resource, "policies"), *operations, *wide]
    texts = {item.urn: text_of(item) for item in used}
    included = " ".join(texts.values())
    for fragment in api_policies.of_service(graph, resource, FRAGMENT.removeprefix(f"{SERVICE}/")):
        if f'"{fragment.arm_name}"' in included:
            texts[fragment.urn] = text_of(fragment)
    for urn, text in texts.items():
        if "context.Response.Body" in text:
            yield Violated("reads context.Response.Body", "value", urn=urn)


RULE = StackRule(
    id="mcp-no-body-read",
    control="APIM-027",
    title="Policies of MCP servers do not read bodies of responses, which would buffer the stream",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy="Remove `context.Response.Body` from the policies that apply to the MCP API.",
    url="https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    check=check,
)
