"""Diagnostics log no payload of MCP servers, which would also break streaming."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Diagnostics log no payload of MCP servers, which would also break streaming."""
    if not api_policies.is_mcp(resource):
        return
    own = graph.children(resource, "diagnostics")
    # Without a diagnostic of its own the API logs as the service does.
    effective = own or api_policies.of_service(graph, resource, "diagnostics")
    if not effective:
        yield Violated("has no diagnostic that sets the logged bytes to zero")
    for diagnostic in effective:
        for side in ("frontend", "backend"):
            for message in ("request", "response"):
                yield from diagnostic.expect(f"{side}.{message}.body.bytes", 0.0)


RULE = StackRule(
    id="mcp-no-payload-logging",
    control="APIM-026",
    title="Diagnostics log no payload of MCP servers, which would also break streaming",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        'Write `frontend={"request": {"body": {"bytes": 0}}, "response": {"body": {"bytes": 0}}}` and the '
        "same for `backend` in ApiDiagnostic(...) of the MCP API."
    ),
    url="https://learn.microsoft.com/azure/api-management/export-rest-mcp-server",
    check=check,
)
