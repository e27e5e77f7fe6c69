"""MCP server that the gateway makes from a REST API."""

import re
from typing import Any

import pulumi
from pulumi_azure_native import apimanagement

from components._base import Component
from components.api_management_preview import McpApi
from components.mcp_server._writer import GatewayWriter
from components.mcp_server.args import RestApiMcpServerArgs, RestOperationArgs
from components.mcp_server.policies import DEFAULT_RATE_LIMIT, rest_api_policy, tools_policy

PARAMETER = re.compile(r"\{([^{}]+)\}")


class RestApiMcpServer(Component):
    """Operations of a REST API, offered to agents as tools.

    Creates, one after the other: a named value with the gateway's identity (if it signs in to the backend), the REST
    API with its operations, policy and diagnostic, the API of type `mcp`, a tool for each operation that is offered,
    policy and diagnostic, and the protected-resource metadata. The REST API demands the same token as the MCP server:
    it is reachable on the gateway too. Tools come after their operations, and are deleted before them.

    Raises:
        ValueError: a tool without operation, a tenant that is no id, an empty audience, a path with a slash at its
            ends, a backend without TLS.
    """

    api_id: pulumi.Output[str]
    """Resource id of the API of type `mcp`."""
    rest_api_id: pulumi.Output[str]
    """Resource id of the REST API."""
    endpoint_url: pulumi.Output[str]
    """URL that MCP clients connect to."""
    metadata_url: pulumi.Output[str]
    """URL of the protected-resource metadata."""
    last_write_id: pulumi.Output[str]
    """Resource id of the last write: wait for it before the next server of the gateway."""

    def __init__(self, name: str, args: RestApiMcpServerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._args = args
        self._writer = GatewayWriter(self, args)
        _check(args)
        self._writer.identity_value()
        rest_api, operations = self._create_rest_api()
        api = self._create_mcp_api()
        self._create_tools(api, operations)
        self._writer.guard(
            name,
            api.name,
            tools_policy(
                args["server_name"],
                args["path"],
                args["authentication"],
                args.get("rate_limit", DEFAULT_RATE_LIMIT),
            ),
        )
        self._writer.metadata()
        self.api_id, self.rest_api_id = api.id, rest_api.id
        self.endpoint_url, self.metadata_url = self._writer.endpoint_url(), self._writer.metadata_url()
        self.last_write_id = self._writer.last_write_id()
        self.register()

    def _create_rest_api(self) -> tuple[apimanagement.Api, dict[str, apimanagement.ApiOperation]]:
        args, writer = self._args, self._writer
        label = f"{writer.label}-rest"
        api = writer.wrote(
            apimanagement.Api(
                label,
                **writer.path,
                api_id=args.get("rest_api_name", f"{args['server_name']}-rest"),
                api_type="http",
                display_name=f"{args['display_name']} (REST)",
                path=args.get("rest_path", f"{args['path']}-rest"),
                protocols=["https"],
                service_url=args["backend_url"],
                subscription_required=False,
                opts=writer.opts(),
            )
        )
        operations = {
            operation["operation_name"]: self._create_operation(
                f"{label}-{operation['operation_name']}", api, operation
            )
            for operation in args["operations"]
        }
        limit = args.get("rate_limit", DEFAULT_RATE_LIMIT)
        policy = rest_api_policy(args["server_name"], args["authentication"], limit, args.get("backend_sign_in"))
        writer.guard(label, api.name, policy)
        return api, operations

    def _create_operation(
        self, label: str, api: apimanagement.Api, operation: RestOperationArgs
    ) -> apimanagement.ApiOperation:
        return self._writer.wrote(
            apimanagement.ApiOperation(
                label,
                **self._writer.path,
                api_id=api.name,
                operation_id=operation["operation_name"],
                display_name=operation.get("display_name", operation["operation_name"]),
                description=operation.get("description"),
                method=operation["method"],
                url_template=operation["path"],
                template_parameters=template_parameters(operation),
                opts=self._writer.opts(),
            )
        )

    def _create_mcp_api(self) -> McpApi:
        args, writer = self._args, self._writer
        return writer.wrote(
            McpApi(
                writer.label,
                {
                    "resource_group_name": args["resource_group_name"],
                    "service_name": args["service_name"],
                    "api_id": args["server_name"],
                    "path": args["path"],
                    "display_name": args["display_name"],
                    "description": args.get("description"),
                },
                opts=writer.opts(),
            )
        )

    def _create_tools(self, api: McpApi, operations: dict[str, apimanagement.ApiOperation]) -> None:
        for tool in self._args["tools"]:
            self._writer.wrote(
                apimanagement.ApiTool(
                    f"{self._writer.label}-tool-{tool['tool_name']}",
                    **self._writer.path,
                    api_id=api.name,
                    tool_id=tool["tool_name"],
                    display_name=tool["tool_name"],
                    description=tool["description"],
                    operation_id=operations[tool["operation_name"]].id,
                    opts=self._writer.opts(),
                )
            )


def template_parameters(operation: RestOperationArgs) -> Any:
    """Return the path parameters of an operation: every one that its path names, described where details are given.

    Azure refuses an operation whose path names a parameter that is not declared.
    """
    details = {parameter["parameter_name"]: parameter for parameter in operation.get("parameters", [])}
    return [
        {
            "name": name,
            "type": details[name].get("data_type", "string") if name in details else "string",
            "description": details[name].get("description") if name in details else None,
            "required": True,
        }
        for name in PARAMETER.findall(operation["path"])
    ]


def _check(args: RestApiMcpServerArgs) -> None:
    server = args["server_name"]
    if not args["backend_url"].startswith("https://"):
        raise ValueError(f"MCP server {server}: backend_url {args['backend_url']!r} is not https")
    known = {operation["operation_name"] for operation in args["operations"]}
    for tool in args["tools"]:
        if tool["operation_name"] not in known:
            raise ValueError(
                f"MCP server {server}: tool {tool['tool_name']} calls operation {tool['operation_name']}, "
                f"known are {', '.join(sorted(known))}"
            )
    for operation in args["operations"]:
        unused = {p["parameter_name"] for p in operation.get("parameters", [])} - set(
            PARAMETER.findall(operation["path"])
        )
        if unused:
            raise ValueError(
                f"MCP server {server}: operation {operation['operation_name']} has no {', '.join(sorted(unused))} in "
                f"its path {operation['path']}"
            )
