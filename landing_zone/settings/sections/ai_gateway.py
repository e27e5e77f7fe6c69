"""The AI gateway (API Management) and the MCP servers behind it."""

from typing import Annotated, Literal

from pydantic import Field

from landing_zone.settings.sections.base import Part, Section
from landing_zone.settings.types import (
    ApiPath,
    Audience,
    DisplayName,
    EmailAddress,
    Guid,
    HttpsUrl,
    OperationPath,
    Slug,
    ToolName,
)


class AiGatewaySettings(Part):
    """API Management inside the virtual network."""

    sku: Literal["PremiumV2", "Premium", "Developer"] = "PremiumV2"
    """PremiumV2, or a classic tier (Developer has no service level agreement)."""
    capacity: Annotated[int, Field(ge=1, le=30)] = 1
    """Scale units."""
    publisher_name: DisplayName = "AI platform"
    """Name that the gateway shows as its publisher."""
    publisher_email: EmailAddress = "ai-platform@example.com"
    """Mailbox for notices of the gateway."""


class RateLimitSettings(Section):
    """How often one caller may call."""

    calls: Annotated[int, Field(ge=1, le=100_000)] = 60
    """Calls within one period."""
    period_seconds: Annotated[int, Field(ge=1, le=300)] = 60
    """Length of a period (API Management takes 300 s at most)."""


class McpServer(Section):
    """What both kinds of MCP server have in common."""

    name: Slug
    """Name of the server, unique in the gateway."""
    display_name: DisplayName
    """Name that people see."""
    description: Annotated[str, Field(max_length=1000)] = ""
    """What the server is for."""
    path: ApiPath
    """Path below the gateway; clients connect to `https://<gateway>/<path>/mcp`."""
    backend_url: HttpsUrl
    """Where the gateway forwards calls to."""
    audience: Audience
    """Audience that the caller's Entra token has to carry."""
    tenant_id: Guid | None = None
    """Tenant that issues the tokens; that of the deployment unless set."""
    client_ids: list[Guid] = Field(default_factory=list[Guid])
    """Client applications that may call; empty: every one of the tenant with a token for the audience."""
    backend_resource: Audience | None = None
    """Application that the gateway's managed identity asks a token for; nothing: no token is sent."""
    rate_limit: RateLimitSettings = RateLimitSettings()
    """Limit for each caller."""


class PassThroughServer(McpServer):
    """A server that speaks MCP itself (streamable HTTP)."""

    kind: Literal["pass_through"]
    """Kind of server."""


class OperationSettings(Section):
    """An operation of the REST API."""

    name: Slug
    """Name of the operation."""
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    """HTTP method."""
    path: OperationPath
    """Path below the backend; `{name}` marks a parameter."""
    description: Annotated[str, Field(max_length=1000)] = ""
    """What the operation does."""


class ToolSettings(Section):
    """An operation that agents may call as a tool."""

    name: ToolName
    """Name of the tool."""
    operation: Slug
    """Name of the operation it calls."""
    description: Annotated[str, Field(min_length=1, max_length=1000)]
    """What the model reads to decide on a call."""


class RestApiServer(McpServer):
    """An MCP server that the gateway makes from a REST API."""

    kind: Literal["rest_api"]
    """Kind of server."""
    operations: Annotated[list[OperationSettings], Field(min_length=1)]
    """Operations of the API that the gateway knows."""
    tools: Annotated[list[ToolSettings], Field(min_length=1)]
    """Operations that are offered as tools; nothing else of the API is."""


McpServerSettings = Annotated[PassThroughServer | RestApiServer, Field(discriminator="kind")]
"""One MCP server; `kind` decides which keys it takes."""
