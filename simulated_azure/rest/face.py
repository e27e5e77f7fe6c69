"""From a request to its answer: authentication, routing, errors in ARM's shape, the headers that every answer has."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.checks import check_api_version
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import canonical
from simulated_azure.coverage.plain import Stored, plain_in
from simulated_azure.rest import deleted, directory, graph, names, resources, roles, writes
from simulated_azure.rest.tokens import identity_answer
from simulated_azure.rest.wire import SERVER, Answer, Request, failure

BANNER = {
    "simulated": True,
    "message": "SIMULATED AZURE - nothing here exists outside this machine. Azure Resource Manager paths start with "
    "/subscriptions, /tenants or /providers and need an api-version and any bearer token.",
}
_METHODS = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE", "POST"})
_OPERATION = re.compile(
    r"(?:/subscriptions/[^/]+)?/providers/[^/]+/locations/[^/]+/(operations|operationResults)/([0-9a-f-]{36})",
    re.IGNORECASE,
)
_OWN = (*directory.ROUTES, *deleted.ROUTES, *graph.ROUTES, *names.ROUTES, *roles.ROUTES)


class Face:
    """ARM's REST interface over one world. Every failure that Azure would answer is an answer here.

    Args:
        azure: the world.
        unmodelled: told, once, the first thing that a client writes and that no rule looks at.
    """

    def __init__(self, azure: Azure, unmodelled: Callable[[Stored], None] | None = None) -> None:
        self._azure = azure
        self._unmodelled = unmodelled

    def answer(self, request: Request) -> Answer:
        """Answer a request. Blocks while another process writes to the world, and for types that answer when done."""
        try:
            found = self._answer(replace(request, path=canonical(request.path)))
        except ArmError as error:
            found = failure(error, scale=self._azure.time_scale)
        self._tell(request, found)
        if request.method == "HEAD":
            found = Answer(found.status, None, found.headers)
        return Answer(found.status, found.body, {**common_headers(request), **found.headers})

    def _tell(self, request: Request, answer: Answer) -> None:
        if self._unmodelled is None or request.method not in {"PUT", "PATCH"} or not 200 <= answer.status < 300:
            return
        stored = plain_in(canonical(request.path), request.body())
        if stored:
            tell, self._unmodelled = self._unmodelled, None
            tell(stored)

    def _answer(self, request: Request) -> Answer:
        if request.path in {"", "/"}:
            return Answer(200, BANNER)
        if request.method not in _METHODS:
            raise ArmError(405, "MethodNotAllowed", f"{request.method} is not a method of Azure Resource Manager.")
        identity = identity_answer(self._azure, request)
        if identity is not None:
            return identity
        _authenticate(request)
        check_api_version(request.api_version)
        operation = _OPERATION.fullmatch(request.path)
        if operation and request.method == "GET":
            follow = writes.operation_status if operation[1].lower() == "operations" else writes.operation_result
            return follow(self._azure, request, operation[2].lower())
        for method, path, handler in _OWN:
            match = path.fullmatch(request.path) if method == request.method else None
            if match:
                return handler(self._azure, request, match)
        if resources.names_one(request.path):
            return resources.on_resource(self._azure, request)
        return resources.on_collection(self._azure, request)


def common_headers(request: Request) -> dict[str, str]:
    """What every answer carries: ids of the request, and that this is not Azure."""
    request_id = str(uuid.uuid4())
    correlation = request.headers.get("x-ms-correlation-request-id") or request_id
    headers = {
        "x-ms-request-id": request_id, "x-ms-correlation-request-id": correlation,
        "x-ms-routing-request-id": f"SIMULATED:{request_id}", "Cache-Control": "no-cache", "Server": SERVER,
        "x-simulated-azure": "nothing here exists outside this machine",
    }  # fmt: skip
    client = request.headers.get("x-ms-client-request-id")
    if client and request.headers.get("x-ms-return-client-request-id", "").lower() == "true":
        headers["x-ms-client-request-id"] = client
    return headers


def _authenticate(request: Request) -> None:
    """Any bearer token will do: who the caller is does not matter here, that clients send one does."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ArmError(
            401,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing or holds no bearer token.",
        )
