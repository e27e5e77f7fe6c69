"""MCP servers made from a REST API list their tools, and only approved tools write."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, Violated

OPERATION = "Microsoft.ApiManagement/service/apis/operations"


def check(graph: Graph, api: Resource) -> Iterator[Finding]:
    """MCP servers made from a REST API list their tools, and only approved tools write."""
    if not api_policies.is_mcp(api) or _forwards(api):
        return
    tools = graph.children(api, "tools")
    listed = api.items("mcpTools")
    if not tools and not listed:
        yield Violated("lists no tools")
    for tool in tools:
        why = "must name the operation that the tool calls"
        yield from graph.expect_link(tool, "operationId", why, OPERATION)
        yield from _read_only(graph, tool)
    for entry in listed:
        yield from entry.expect_set("operationId", "must name the operation that the tool calls")


def _forwards(api: Resource) -> bool:
    """Whether the server passes calls through to an MCP server of someone else, which lists its tools itself."""
    return any(api.given(key) is not ABSENT for key in ("serviceUrl", "backendId", "mcpProperties.endpoints"))


def _read_only(graph: Graph, tool: Resource) -> Iterator[Finding]:
    """The tool's operation must be a GET, or the tool approved."""
    operation = graph.resolve(tool, "operationId", tool.find("operationId"), OPERATION)
    if isinstance(operation, Resource) and tool.arm_name not in graph.parameter_texts("approved_write_tools"):
        yield from operation.expect("method", "GET", "HEAD")


RULE = StackRule(
    id="mcp-tools-explicit",
    control="APIM-023",
    title="MCP servers made from a REST API list their tools, and only approved tools write",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/apis",),
    remedy=(
        "Add an ApiTool(...) for each operation that agents may call; keep to GET operations, or approve the tool"
        " in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/api-management/export-rest-mcp-server",
    check=check,
)
