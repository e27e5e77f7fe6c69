"""Arguments of the MCP server components."""

from typing import NotRequired, TypedDict

import pulumi


class CallerAuthenticationArgs(TypedDict):
    """Whose tokens an MCP server accepts."""

    tenant_id: str
    """Entra tenant that issues the tokens. Never `common` or `organizations`."""
    audience: str
    """Audience of the tokens, for example `api://mcp-tools`."""
    client_application_ids: NotRequired[list[str]]
    """Applications that may call. Left out: every application of the tenant with a token for the audience."""
    scopes: NotRequired[list[str]]
    """Scopes that clients are told to ask for. Default `<audience>/user_impersonate`."""


class CallerRateLimitArgs(TypedDict):
    """How often one caller may call."""

    calls: int
    """Calls in one period."""
    period_seconds: int
    """Length of a period in seconds, at most 300."""


class BackendSignInArgs(TypedDict):
    """How the gateway signs in to the backend. Left out where it is optional: it sends no token."""

    resource: str
    """Application id URI that the token is for, for example `https://search.azure.com`."""
    identity_client_id: pulumi.Input[str]
    """Client id of a user-assigned identity of the gateway."""


class McpServerArgs(TypedDict):
    """What every MCP server on the gateway needs."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the gateway."""
    service_name: pulumi.Input[str]
    """Name of the API Management service."""
    gateway_url: pulumi.Input[str]
    """URL of the gateway, for example `https://apim-example.azure-api.net`."""
    logger_id: pulumi.Input[str]
    """Resource id of the gateway's Azure Monitor logger."""
    metadata_api_name: pulumi.Input[str]
    """Name of the gateway's API that serves protected-resource metadata."""
    server_name: str
    """Name of the API, 1-80 characters, unique in the gateway."""
    display_name: str
    """Name that people see."""
    path: str
    """Path below the gateway, without leading or trailing slash. Clients connect to `<gateway>/<path>/mcp`."""
    authentication: CallerAuthenticationArgs
    """Whose tokens are accepted. There is no way to leave it out."""
    description: NotRequired[str]
    """What the server is for."""
    rate_limit: NotRequired[CallerRateLimitArgs]
    """Limit for each caller. Default 60 calls in 60 seconds."""
    backend_sign_in: NotRequired[BackendSignInArgs]
    """Managed identity that the gateway signs in to the backend with. The caller's token never reaches the backend."""
    after: NotRequired[list[pulumi.Input[str]]]
    """Resource ids that exist before the first write, such as `last_write_id` of the gateway and of the server before:
    parallel writes to one gateway fail with `PessimisticConcurrencyConflict`."""


class PassThroughMcpServerArgs(McpServerArgs):
    """A server that speaks MCP itself (streamable HTTP, protocol 2025-06-18 or later)."""

    backend_url: str
    """Base URL of the server, https, without the endpoint path: `https://host`."""
    endpoint_path: NotRequired[str]
    """Path of the MCP endpoint below `backend_url`. Default `/mcp`."""


class OperationParameterArgs(TypedDict):
    """Path parameter of an operation."""

    parameter_name: str
    """Name, as in the braces of the path."""
    data_type: NotRequired[str]
    """JSON type. Default `string`."""
    description: NotRequired[str]
    """What the parameter means."""


class RestOperationArgs(TypedDict):
    """Operation of the REST API behind an MCP server."""

    operation_name: str
    """Name of the operation, unique in the API."""
    method: str
    """HTTP method."""
    path: str
    """Path below the backend, with parameters in braces: `/orders/{id}`."""
    display_name: NotRequired[str]
    """Name that people see. Default: `operation_name`."""
    description: NotRequired[str]
    """What the operation does."""
    parameters: NotRequired[list[OperationParameterArgs]]
    """Details of path parameters. Those that are only named in the path are strings."""


class McpToolArgs(TypedDict):
    """Operation that agents may call as a tool."""

    tool_name: str
    """Name of the tool: letters, digits, `_` and `-`."""
    operation_name: str
    """Operation that the tool calls."""
    description: str
    """What the model reads to decide on a call, at most 1000 characters."""


class RestApiMcpServerArgs(McpServerArgs):
    """An MCP server that the gateway makes from a REST API. Only the operations named as tools are offered."""

    backend_url: str
    """Base URL of the REST API, https."""
    operations: list[RestOperationArgs]
    """Operations of the API that the gateway knows."""
    tools: list[McpToolArgs]
    """Operations that are offered as tools."""
    rest_api_name: NotRequired[str]
    """Name of the REST API in the gateway. Default `<server_name>-rest`."""
    rest_path: NotRequired[str]
    """Path of the REST API below the gateway. It demands the same token as the MCP server. Default `<path>-rest`."""
