"""The AI gateway and the MCP servers behind it."""

from collections.abc import Iterator
from typing import Final

from landing_zone.errors import Problem, did_you_mean
from landing_zone.settings.checks.duplicates import duplicates
from landing_zone.settings.model import Configuration, Settings
from landing_zone.settings.sections.ai_gateway import RestApiServer

_RESERVED: Final = frozenset({"oauth-protected-resource"})
"""Names of the gateway's own APIs. A REST API stands in the gateway as `<name>-rest`, below `<path>-rest`."""


def problems(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of the sections `ai_gateway` and `mcp_servers`."""
    settings = configuration.settings
    yield from _gateway(settings)
    servers = list(enumerate(settings.mcp_servers))
    for key in ("name", "path"):
        given = [(f"mcp_servers[{i}].{key}", str(getattr(server, key))) for i, server in servers]
        behind = [(path, f"{value}-rest") for (path, value), (_, server) in zip(given, servers, strict=True)
                  if isinstance(server, RestApiServer)]  # fmt: skip
        yield from duplicates(given + behind, f"a {key}")
    for index, server in servers:
        if server.name in _RESERVED:
            yield Problem(
                f"mcp_servers[{index}].name", "expected a name that the gateway does not use itself", server.name
            )
        if isinstance(server, RestApiServer):
            yield from _rest_api(f"mcp_servers[{index}]", server)


def _gateway(settings: Settings) -> Iterator[Problem]:
    gateway = settings.ai_gateway
    if settings.mcp_servers and not gateway.enabled:
        accepted = "expected no MCP server while ai_gateway.enabled is false: they live in the gateway"
        yield Problem("mcp_servers", accepted, [server.name for server in settings.mcp_servers])
    if gateway.sku == "Developer" and gateway.capacity != 1:
        yield Problem("ai_gateway.capacity", "expected 1 with ai_gateway.sku Developer", gateway.capacity)


def _rest_api(path: str, server: RestApiServer) -> Iterator[Problem]:
    """Yield problems of the operations and tools of one REST API."""
    operations = list(enumerate(server.operations))
    names = [(f"{path}.operations[{i}].name", operation.name) for i, operation in operations]
    yield from duplicates(names, "an operation name")
    routes = ((f"{path}.operations[{i}].path", f"{entry.method} {entry.path}") for i, entry in operations)
    yield from duplicates(routes, "a method and path")
    tools = list(enumerate(server.tools))
    yield from duplicates(((f"{path}.tools[{i}].name", tool.name) for i, tool in tools), "a tool name")
    known = {name for _, name in names}
    for index, tool in tools:
        if tool.operation not in known:
            accepted = f"expected the name of an operation in {path}.operations"
            yield Problem(
                f"{path}.tools[{index}].operation", accepted, tool.operation, did_you_mean(tool.operation, known)
            )
