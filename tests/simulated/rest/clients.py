"""Unmodified azure-mgmt clients on a world in this process: only the socket is replaced."""

from __future__ import annotations

import json
import time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import RequestsTransport
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from simulated_azure.rest.face import Face
from simulated_azure.rest.wire import Answer, Request

if TYPE_CHECKING:
    from simulated_azure.arm.azure import Azure

BASE = "https://management.simulated"


class StaticCredential:
    """A token that needs no identity provider."""

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken("simulated", int(time.time()) + 3600)


class FaceAdapter(HTTPAdapter):
    """Hands requests to the face instead of a socket, and keeps what went over."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face
        self.seen: list[tuple[Request, Answer]] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        sent = unpacked(request)
        answer = self.face.answer(sent)
        self.seen.append((sent, answer))
        content = b"" if answer.body is None else json.dumps(answer.body).encode()
        headers = {**answer.headers, "Content-Type": "application/json", "Content-Length": str(len(content))}
        raw = HTTPResponse(BytesIO(content), headers=headers, status=answer.status, preload_content=False)
        return self.build_response(request, raw)


def unpacked(request: requests.PreparedRequest) -> Request:
    parts = urlsplit(request.url or "")
    body: Any = request.body or b""
    return Request(
        method=request.method or "GET",
        base=f"{parts.scheme}://{parts.netloc}",
        path=unquote(parts.path).rstrip("/"),
        query={name.lower(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)},
        headers={name.lower(): str(value) for name, value in request.headers.items()},
        content=body.encode() if isinstance(body, str) else bytes(body),
    )


class Clients:
    """Makes clients of any azure-mgmt package on one world."""

    def __init__(self, azure: Azure) -> None:
        self.adapter = FaceAdapter(Face(azure))
        self.subscription_id = azure.subscription_id
        session = requests.Session()
        session.mount("https://", self.adapter)
        self.transport = RequestsTransport(session=session, session_owner=False)

    def make(self, client: Any, *, subscription: bool = True) -> Any:
        given = [self.subscription_id] if subscription else []
        return client(
            StaticCredential(), *given, base_url=BASE, transport=self.transport, polling_interval=0.01, retry_total=0,
            credential_scopes=["https://management.simulated/.default"],
        )  # fmt: skip
