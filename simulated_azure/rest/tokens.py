"""A token endpoint that gives a token to whoever asks, so that programs may keep their azure-identity credentials.

The two paths are those of OpenID Connect discovery and of the OAuth client-credentials flow, as MSAL calls them.
"""

import base64
import json
import re

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.json_values import Json
from simulated_azure.rest.wire import Answer, Request

_LIFETIME = 86_400
_DISCOVERY = re.compile(r"/(?P<tenant>[^/]+)/v2\.0/\.well-known/openid-configuration")
_TOKEN = re.compile(r"/(?P<tenant>[^/]+)/oauth2/v2\.0/token")


def identity_answer(azure: Azure, request: Request) -> Answer | None:
    """The answer to a request for discovery or for a token; None for any other."""
    discovery, token = _DISCOVERY.fullmatch(request.path), _TOKEN.fullmatch(request.path)
    if discovery and request.method == "GET":
        above = f"{request.base}/{discovery['tenant']}"
        return Answer(200, {
            "issuer": f"{above}/v2.0", "authorization_endpoint": f"{above}/oauth2/v2.0/authorize",
            "token_endpoint": f"{above}/oauth2/v2.0/token",
        })  # fmt: skip
    if token and request.method == "POST":
        claims: Json = {"tid": token["tenant"], "oid": azure.object_id, "appid": azure.client_id, "simulated": True}
        lifetime = {"expires_in": _LIFETIME, "ext_expires_in": _LIFETIME}
        return Answer(200, {"token_type": "Bearer", "access_token": _unsigned(claims), **lifetime})
    return None


def _unsigned(claims: Json) -> str:
    """A JSON Web Token that nobody can take for a real one: its algorithm is `none`, its signature empty."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in _parts(claims)]
    return ".".join([*parts, ""])


def _parts(claims: Json) -> tuple[Json, Json]:
    return {"alg": "none", "typ": "JWT"}, claims
