"""Microsoft.ApiManagement: the service, its APIs, MCP servers and policies."""
