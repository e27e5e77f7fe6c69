"""MCP servers made from a REST API list their tools, and only approved tools write."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, Violated


def _forwards(api: Resource) -> bool:
    """Whether the server passes calls through to an MCP server of someone else, which lists its tools itself."""
    return any(api.given(key) is not ABSENT for key in ("serviceUrl", "backendId")) or (
        api.given("mcpProperties.endpoints") is not ABSENT
    )


def _read_only(graph: Graph, tool: Resource, approved: tuple[str, ...]) -> Iterator[Finding]:
    """The tool's operation must be a GET, or the tool approved."""
    operation = graph.resolve(
        tool, "operationId", tool.find("operationId"), "Microsoft.ApiManagement/service/apis/operations"
    )
    if isinstance(operation, Resource) and tool.arm_name not in approved:
        yield from operation.expect("method", "GET", "HEAD")


def check(graph: Graph) -> Iterator[Finding]:
    """MCP servers made from a REST API list their tools, and only approved tools write."""
    approved = graph.parameter_texts("approved_write_tools")
    for api in graph.of("Microsoft.ApiManagement/service/apis"):
        if not api_policies.is_mcp(api) or _forwards(api):
            continue
        tools = [
            tool
            for tool in graph.of("Microsoft.ApiManagement/service/apis/tools")
            if graph.ancestor(tool, "Microsoft.ApiManagement/service/apis") is api
        ]
        listed = api.find("mcpTools")
        if not tools and (listed is ABSENT or listed == []):
            yield Violated("lists no tools", urn=api.urn)
        for tool in tools:
            why = "must name the operation that the tool calls"
            yield from graph.expect_link(tool, "operationId", why, "Microsoft.ApiManagement/service/apis/operations")
            yield from _read_only(graph, tool, approved)
        for entry in api.items("mcpTools"):
            yield from entry.expect_set("operationId", "must name the operation that the tool calls")


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
