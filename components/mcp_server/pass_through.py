"""MCP server that passes calls through to a server that speaks MCP itself."""

import pulumi
from pulumi_azure_native import apimanagement

from components._base import Component
from components.api_management_preview import McpApi
from components.mcp_server._writer import GatewayWriter
from components.mcp_server.args import PassThroughMcpServerArgs
from components.mcp_server.policies import DEFAULT_RATE_LIMIT, pass_through_policy


class PassThroughMcpServer(Component):
    """An existing MCP server, published on the gateway.

    Creates, one after the other: a named value with the gateway's identity (if it signs in to the backend), a backend
    whose certificate is checked, the API of type `mcp`, its policy (Entra token of one tenant and audience, rate limit
    per caller, backend), its diagnostic without payload, and the protected-resource metadata.

    Raises:
        ValueError: a tenant that is no id, an empty audience, a path with a slash at its ends, a backend without TLS.
    """

    api_id: pulumi.Output[str]
    """Resource id of the API."""
    endpoint_url: pulumi.Output[str]
    """URL that MCP clients connect to."""
    metadata_url: pulumi.Output[str]
    """URL of the protected-resource metadata."""
    last_write_id: pulumi.Output[str]
    """Resource id of the last write: wait for it before the next server of the gateway."""

    def __init__(self, name: str, args: PassThroughMcpServerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        writer = GatewayWriter(self, args)
        if not args["backend_url"].startswith("https://"):
            raise ValueError(f"MCP server {args['server_name']}: backend_url {args['backend_url']!r} is not https")
        writer.identity_value()
        backend_name = f"{args['server_name']}-backend"
        self._create_backend(writer, args, backend_name)
        api = writer.wrote(
            McpApi(
                name,
                {
                    "resource_group_name": args["resource_group_name"],
                    "service_name": args["service_name"],
                    "api_id": args["server_name"],
                    "path": args["path"],
                    "display_name": args["display_name"],
                    "description": args.get("description"),
                    "service_url": args["backend_url"],
                    "endpoint_path": args.get("endpoint_path", "/mcp"),
                },
                opts=writer.opts(),
            )
        )
        limit = args.get("rate_limit", DEFAULT_RATE_LIMIT)
        policy = pass_through_policy(
            args["server_name"], args["path"], args["authentication"], limit, backend_name, args.get("backend_sign_in")
        )
        writer.guard(name, api.name, policy)
        writer.metadata()
        self.api_id = api.id
        self.endpoint_url, self.metadata_url = writer.endpoint_url(), writer.metadata_url()
        self.last_write_id = writer.last_write_id()
        self.register()

    def _create_backend(self, writer: GatewayWriter, args: PassThroughMcpServerArgs, backend_name: str) -> None:
        writer.wrote(
            apimanagement.Backend(
                f"{writer.label}-backend",
                **writer.path,
                backend_id=backend_name,
                title=args["display_name"],
                protocol="http",
                type="Single",
                url=args["backend_url"],
                tls={"validate_certificate_chain": True, "validate_certificate_name": True},
                opts=writer.opts(),
            )
        )
