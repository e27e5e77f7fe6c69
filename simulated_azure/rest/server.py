"""Carries the face over HTTPS on the loopback interface (Starlette on uvicorn)."""

import json
import logging
import signal
import socket
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.coverage.plain import Stored
from simulated_azure.rest.certificates import LOOPBACK, Authority
from simulated_azure.rest.face import Face, common_headers
from simulated_azure.rest.wire import Answer, Request, failure

_LOG = logging.getLogger(__name__)
_ALL_METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "POST", "OPTIONS"]
_LONGEST_BODY = 8 * 1024 * 1024


def application(azure: Azure, unmodelled: Callable[[Stored], None] | None = None) -> Starlette:
    """The ASGI application over a world; `unmodelled` as of `Face`."""
    face = Face(azure, unmodelled)

    async def handle(request: HttpRequest) -> Response:
        content = await request.body()
        if len(content) > _LONGEST_BODY:
            too_long = ArmError(413, "RequestEntityTooLarge", f"At most {_LONGEST_BODY} bytes are accepted.")
            return _response(failure(too_long, scale=azure.time_scale))
        return _response(await run_in_threadpool(face.answer, unpack(request, content)))

    async def fail(request: HttpRequest, error: Exception) -> Response:
        lines = "".join(traceback.format_exception(error))
        _LOG.error("%s %s failed\n%s", request.method, request.url.path, lines)
        answer = failure(ArmError(500, "InternalServerError", "The simulated Azure failed; its log says why."), scale=0)
        return _response(Answer(answer.status, answer.body, {**common_headers(unpack(request, b"")), **answer.headers}))

    routes = [Route("/{path:path}", handle, methods=_ALL_METHODS)]
    return Starlette(routes=routes, exception_handlers={Exception: fail})


def unpack(request: HttpRequest, content: bytes) -> Request:
    """A request as the face takes it."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = unquote(raw.split(b"?")[0].decode("ascii", "replace")).rstrip("/")
    return Request(
        method=request.method,
        base=f"{request.url.scheme}://{request.headers.get('host', '')}",
        path=path,
        query={name.lower(): value for name, value in request.query_params.items()},
        headers={name.lower(): value for name, value in request.headers.items()},
        content=content,
    )


class _Cut(Response):
    """A connection that ends in the middle of the answer: a planned fault, which has no status."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


def _response(answer: Answer) -> Response:
    if answer.status == 0:
        return _Cut()
    headers = dict(answer.headers)
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    content = json.dumps(answer.body).encode()
    return Response(content, answer.status, {**headers, "Content-Type": "application/json; charset=utf-8"})


def serve(
    azure: Azure,
    folder: Path,
    *,
    port: int,
    started: Callable[[int, Path], None],
    unmodelled: Callable[[Stored], None],
) -> None:
    """Serve a world until SIGINT or SIGTERM.

    Args:
        azure: the world.
        folder: where authority and certificate lie; made on first use.
        port: on 127.0.0.1; 0 for any free one.
        started: called once with the port and the authority's certificate, when requests are answered.
        unmodelled: called once, with the first thing written that no rule looks at.

    Raises:
        OSError: the port is taken.
    """
    authority = Authority(folder)
    certificate, key = authority.issue(LOOPBACK, "server")
    config = uvicorn.Config(
        application(azure, unmodelled), host="127.0.0.1", port=port, ssl_certfile=certificate, ssl_keyfile=key,
        timeout_graceful_shutdown=1, log_config=None, access_log=False,
        server_header=False, date_header=True, lifespan="off",
    )  # fmt: skip
    server = _Server(config, lambda bound: started(bound, authority.certificate))
    server.run(sockets=[socket.create_server(("127.0.0.1", port))])


class _Server(uvicorn.Server):
    """Says when it is ready; a signal ends it without passing through to the process."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[int], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.servers:
            self._ready(int(self.servers[0].sockets[0].getsockname()[1]))

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        former = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
