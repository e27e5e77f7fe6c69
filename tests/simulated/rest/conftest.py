"""A world with the face over it, for requests without a socket."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from simulated_azure.rest.face import Face
from simulated_azure.rest.wire import Answer, Request
from tests.simulated.site import Site

TOKEN = {"authorization": "Bearer x"}


class Http:
    """Sends requests to a face and follows links."""

    def __init__(self, site: Site) -> None:
        self.site, self.face = site, Face(site.azure)

    def __call__(self, method: str, path: str, body: Any = None, version: str = "", **query: str) -> Answer:
        if version:
            query["api-version"] = version
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.face.answer(Request(method, "https://sim", path, query, TOKEN, content))

    def follow(self, url: str) -> Answer:
        path, _, query = url.removeprefix("https://sim").partition("?")
        values = dict(part.split("=", 1) for part in query.split("&"))
        return self.face.answer(Request("GET", "https://sim", path, values, TOKEN))


def error(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["error"]["code"]


@pytest.fixture
def http(tmp_path: Path) -> Http:
    return Http(Site(tmp_path / "world.sqlite"))


@pytest.fixture
def slow(tmp_path: Path) -> Http:
    """Operations that a test begins last: 12 simulated seconds are 0.12 real ones."""
    return Http(Site(tmp_path / "world.sqlite", time_scale=0.01))
