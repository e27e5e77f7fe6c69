"""Rules for API Management and MCP servers."""
