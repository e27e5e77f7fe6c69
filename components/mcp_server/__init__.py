"""MCP servers on the AI gateway."""

from components.mcp_server.args import (
    BackendSignInArgs,
    CallerAuthenticationArgs,
    CallerRateLimitArgs,
    McpToolArgs,
    OperationParameterArgs,
    PassThroughMcpServerArgs,
    RestApiMcpServerArgs,
    RestOperationArgs,
)
from components.mcp_server.component import PassThroughMcpServer, RestApiMcpServer

__all__ = [
    "BackendSignInArgs",
    "CallerAuthenticationArgs",
    "CallerRateLimitArgs",
    "McpToolArgs",
    "OperationParameterArgs",
    "PassThroughMcpServer",
    "PassThroughMcpServerArgs",
    "RestApiMcpServer",
    "RestApiMcpServerArgs",
    "RestOperationArgs",
]
