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
from components.mcp_server.pass_through import PassThroughMcpServer
from components.mcp_server.rest_api import RestApiMcpServer

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
