"""Policies of MCP servers, as pure functions.

They never read `context.Response.Body`: that would buffer the stream and break MCP. The gateway's host name is taken
from the request, so that a policy is fully known at preview and also right for custom host names.
"""

from xml.etree.ElementTree import Element

from components.api_management_policy import METADATA_PATH, delete_header, document, literal, set_header, statement
from components.mcp_server.args import BackendSignInArgs, CallerAuthenticationArgs, CallerRateLimitArgs

DEFAULT_RATE_LIMIT = CallerRateLimitArgs(calls=60, period_seconds=60)

_HOST = "context.Request.OriginalUrl.Host"
_CALLER = "caller"
_BACKEND_TOKEN = "backend-token"  # noqa: S105 - name of a policy variable


def endpoint_path(path: str) -> str:
    """Return the path of the MCP endpoint below the gateway: Azure serves every MCP server at `<path>/mcp`."""
    return f"{path}/mcp"


def identity_value_name(server_name: str) -> str:
    """Return the name of the named value that holds the client id of the gateway's identity."""
    return f"{server_name}-identity"


def validate_caller(authentication: CallerAuthenticationArgs) -> Element:
    """Return the statement that admits tokens of one tenant for one audience, and puts the token in a variable."""
    children: list[Element] = []
    applications = authentication.get("client_application_ids")
    if applications:
        ids = [statement("application-id", text=application) for application in applications]
        children.append(statement("client-application-ids", *ids))
    children.append(statement("audiences", statement("audience", text=authentication["audience"])))
    return statement(
        "validate-azure-ad-token",
        *children,
        tenant_id=authentication["tenant_id"],
        header_name="Authorization",
        failed_validation_httpcode="401",
        failed_validation_error_message="A Microsoft Entra access token for this server is required.",
        output_token_variable_name=_CALLER,
    )


def limit_calls(server_name: str, limit: CallerRateLimitArgs) -> Element:
    """Return the statement that limits each caller by object id: many callers may share one address."""
    caller = f'((Jwt)context.Variables["{_CALLER}"]).Claims.GetValueOrDefault("oid", context.Request.IpAddress)'
    return statement(
        "rate-limit-by-key",
        calls=str(limit["calls"]),
        renewal_period=str(limit["period_seconds"]),
        counter_key=f"@({literal(server_name + ':')} + {caller})",
    )


def sign_in(server_name: str, args: BackendSignInArgs | None) -> list[Element]:
    """Return the statements that replace the caller's token by the gateway's own, or just remove it.

    A caller's token is for this gateway; passing it on would let the backend act as the caller elsewhere (MCP
    specification, authorization: token passthrough is forbidden).

    Args:
        server_name: name of the server. The client id comes from a named value, because it is an output of another
            resource: the policy itself stays known at preview.
        args: identity and resource. `None`: the backend gets no token.
    """
    if args is None:
        return [delete_header("Authorization")]
    token = statement(
        "authentication-managed-identity",
        resource=args["resource"],
        client_id=f"{{{{{identity_value_name(server_name)}}}}}",
        output_token_variable_name=_BACKEND_TOKEN,
        ignore_error="false",
    )
    return [token, set_header("Authorization", f'@("Bearer " + (string)context.Variables["{_BACKEND_TOKEN}"])')]


def challenge(path: str) -> Element:
    """Return the statement that tells a client without a valid token where the metadata is (RFC 9728 section 5.1)."""
    metadata = f'"https://" + {_HOST} + {literal(f"/{METADATA_PATH}/{endpoint_path(path)}")}'
    value = f'@("Bearer error=\\"invalid_token\\", resource_metadata=\\"" + {metadata} + "\\"")'
    unauthorized = "@(context.Response.StatusCode == 401)"
    return statement("choose", statement("when", set_header("WWW-Authenticate", value), condition=unauthorized))


def pass_through_policy(
    server_name: str,
    path: str,
    authentication: CallerAuthenticationArgs,
    limit: CallerRateLimitArgs,
    backend_id: str,
    backend_sign_in: BackendSignInArgs | None,
) -> str:
    """Return the policy of a server whose calls go to one backend entity, which checks the backend's certificate."""
    inbound = [
        validate_caller(authentication),
        limit_calls(server_name, limit),
        statement("set-backend-service", backend_id=backend_id),
        *sign_in(server_name, backend_sign_in),
    ]
    return document(inbound=inbound, on_error=[challenge(path)])


def tools_policy(
    server_name: str, path: str, authentication: CallerAuthenticationArgs, limit: CallerRateLimitArgs
) -> str:
    """Return the policy of a server whose tools call operations of another API on the same gateway.

    Azure does not forward the caller's token to that API. It is set here, because the API demands it as well:
    otherwise anyone could call the operations around the MCP server.
    """
    forward = set_header("Authorization", '@(context.Request.Headers.GetValueOrDefault("Authorization", ""))')
    inbound = [validate_caller(authentication), limit_calls(server_name, limit), forward]
    return document(inbound=inbound, on_error=[challenge(path)])


def rest_api_policy(
    server_name: str,
    authentication: CallerAuthenticationArgs,
    limit: CallerRateLimitArgs,
    backend_sign_in: BackendSignInArgs | None,
) -> str:
    """Return the policy of the REST API behind a server: the same checks, then the gateway's own sign-in.

    The limit is the server's, with a counter of its own: the API also has an address that needs no MCP.
    """
    guards = [validate_caller(authentication), limit_calls(f"{server_name}-rest", limit)]
    return document(inbound=[*guards, *sign_in(server_name, backend_sign_in)])


def metadata_policy(path: str, authentication: CallerAuthenticationArgs) -> str:
    """Return the policy that answers with the protected-resource metadata (RFC 9728 section 2), without a backend."""
    scopes = authentication.get("scopes") or [f"{authentication['audience']}/user_impersonate"]
    issuer = f"https://login.microsoftonline.com/{authentication['tenant_id']}/v2.0"
    properties = {
        "resource": f'"https://" + {_HOST} + {literal("/" + endpoint_path(path))}',
        "authorization_servers": _array([issuer]),
        "bearer_methods_supported": _array(["header"]),
        "scopes_supported": _array(scopes),
    }
    members = ", ".join(f"new JProperty({literal(name)}, {value})" for name, value in properties.items())
    answer = statement(
        "return-response",
        statement("set-status", code="200", reason="OK"),
        set_header("Content-Type", "application/json"),
        set_header("Cache-Control", "public, max-age=3600"),
        statement("set-body", text=f"@(new JObject({members}).ToString())"),
    )
    return document(inbound=[answer])


def _array(values: list[str]) -> str:
    return f"new JArray({', '.join(literal(value) for value in values)})"
