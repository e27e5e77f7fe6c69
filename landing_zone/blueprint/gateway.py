"""The AI gateway and the MCP servers behind it."""

from dataclasses import dataclass

import pulumi

from components.ai_gateway.args import AiGatewayArgs
from components.ai_gateway.component import AiGateway
from components.mcp_server.args import (
    CallerAuthenticationArgs,
    McpServerArgs,
    PassThroughMcpServerArgs,
    RestApiMcpServerArgs,
)
from components.mcp_server.pass_through import PassThroughMcpServer
from components.mcp_server.rest_api import RestApiMcpServer
from landing_zone.blueprint.foundation import Foundation
from landing_zone.settings.sections.ai_gateway import McpServer, PassThroughServer, RestApiServer


@dataclass(frozen=True)
class Gateway:
    """The gateway with its servers."""

    service: AiGateway
    """API Management."""
    mcp_endpoints: dict[str, pulumi.Output[str]]
    """Name of the server -> URL that clients connect to."""


def build_gateway(foundation: Foundation) -> Gateway:
    """Create the gateway, then its servers one after the other."""
    service = _service(foundation)
    endpoints: dict[str, pulumi.Output[str]] = {}
    last_write: pulumi.Output[str] = service.last_write_id
    for settings in foundation.context.plan.settings.mcp_servers:
        args = _common(foundation, service, settings, last_write)
        server = _server(args, settings)
        endpoints[settings.name], last_write = server.endpoint_url, server.last_write_id
    return Gateway(service, endpoints)


def _service(foundation: Foundation) -> AiGateway:
    context, settings = foundation.context, foundation.context.plan.settings.ai_gateway
    plan = context.plan
    args: AiGatewayArgs = {
        **context.service("ai"),
        "service_name": plan.namer.name("ai_gateway"),
        "publisher_name": settings.publisher_name,
        "publisher_email": settings.publisher_email,
        "sku_name": settings.sku,
        "capacity": settings.capacity,
        "subnet_id": foundation.network.subnet_id(plan.gateway_kind),
        "after": [foundation.last_subnet],
        "identity_ids": [foundation.identities.identity_id("gateway")],
        "private_dns": {
            "network_ids": {plan.namer.name("network_link"): foundation.network.network_id},
            "resource_group_name": context.groups["network"],
        },
    }
    return AiGateway("ai-gateway", args)


def _common(
    foundation: Foundation, gateway: AiGateway, settings: McpServer, last_write: pulumi.Output[str]
) -> McpServerArgs:
    """Return what both kinds of server are told."""
    args: McpServerArgs = {
        "resource_group_name": foundation.context.groups["ai"],
        "service_name": gateway.service_name,
        "gateway_url": gateway.gateway_url,
        "logger_id": gateway.logger_id,
        "metadata_api_name": gateway.metadata_api_name,
        "server_name": settings.name,
        "display_name": settings.display_name,
        "description": settings.description,
        "path": settings.path,
        "authentication": _authentication(foundation, settings),
        "rate_limit": {"calls": settings.rate_limit.calls, "period_seconds": settings.rate_limit.period_seconds},
        "after": [last_write],
    }
    if settings.backend_resource:
        client_id = foundation.identities.client_id("gateway")
        args["backend_sign_in"] = {"resource": settings.backend_resource, "identity_client_id": client_id}
    return args


def _authentication(foundation: Foundation, settings: McpServer) -> CallerAuthenticationArgs:
    args: CallerAuthenticationArgs = {
        "tenant_id": settings.tenant_id or foundation.context.plan.configuration.target.tenant_id,
        "audience": settings.audience,
    }
    if settings.client_ids:
        args["client_application_ids"] = list(settings.client_ids)
    return args


def _server(
    common: McpServerArgs, settings: PassThroughServer | RestApiServer
) -> PassThroughMcpServer | RestApiMcpServer:
    name = f"mcp-{settings.name}"
    if isinstance(settings, PassThroughServer):
        direct: PassThroughMcpServerArgs = {**common, "backend_url": settings.backend_url}
        return PassThroughMcpServer(name, direct)
    made: RestApiMcpServerArgs = {
        **common,
        "backend_url": settings.backend_url,
        "operations": [
            {
                "operation_name": operation.name,
                "method": operation.method,
                "path": operation.path,
                "description": operation.description,
            }
            for operation in settings.operations
        ],
        "tools": [
            {"tool_name": tool.name, "operation_name": tool.operation, "description": tool.description}
            for tool in settings.tools
        ],
    }
    return RestApiMcpServer(name, made)
