"""MCP servers made from a REST API list their tools, and only approved tools write."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """MCP servers made from a REST API list their tools, and only approved tools write."""
    if not api_policies.is_mcp(resource) or api_policies.forwards(resource):
        return
    tools = graph.children(resource, "tools")
    listed = resource.items("mcpTools")
    if not tools and not listed:
        yield Violated("lists no tools")
    for tool in tools:
        yield from graph.expect_link(tool, "operationId", _WHY, *api_policies.OPERATION_TYPES)
        operation = graph.target(tool, "operationId", *api_policies.OPERATION_TYPES)
        yield from _read_only(graph, operation, tool.arm_name)
    for entry in listed:
        yield from entry.expect_set("operationId", _WHY)
        arm_id = entry.find("operationId")
        operation = graph.resolve(resource, "mcpTools", arm_id, *api_policies.OPERATION_TYPES)
        yield from _read_only(graph, operation, entry.text("name"))


_WHY = "must name the operation that the tool calls"


def _read_only(graph: Graph, operation: Resource | str | None, tool: str) -> Iterator[Finding]:
    """The tool's operation must be a GET, or the tool approved."""
    if isinstance(operation, Resource) and tool not in graph.parameter_texts("approved_write_tools"):
        yield from operation.expect("method", "GET", "HEAD")


RULE = StackRule(
    id="mcp-tools-explicit",
    control="APIM-023",
    title="MCP servers made from a REST API list their tools, and only approved tools write",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        "Add an ApiTool(...) for each operation that agents may call; keep to GET operations, or approve the "
        "tool in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/api-management/export-rest-mcp-server",
    parameters={"approved_write_tools": []},
    check=check,
)
