"""The two kinds of MCP server, each in a module of its own."""

from components.mcp_server.pass_through import PassThroughMcpServer
from components.mcp_server.rest_api import RestApiMcpServer

__all__ = ["PassThroughMcpServer", "RestApiMcpServer"]
