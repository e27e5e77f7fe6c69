"""MCP servers on the AI gateway."""
