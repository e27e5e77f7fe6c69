"""No secret gets into a recording; what is kept is what the replay needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.errors import ArmError
from simulated_azure.calibration.normal import normal
from simulated_azure.calibration.recording import REDACTED, clean_link, cleaned, exchange, load

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SECRET = "s3cr3t-value"


@given(JSON)
def test_normal_values_stay_normal(value: object) -> None:
    assert normal(normal(value)) == normal(value)


@pytest.mark.parametrize(
    "body",
    [
        {"properties": {"adminPassword": SECRET}},
        {"properties": {"ConnectionString": f"InstrumentationKey={SECRET}"}},
        {"properties": {"InstrumentationKey": SECRET}},
        {"clientSecret": [SECRET]},
        {"note": f"AccountKey={SECRET};EndpointSuffix=x"},
        {"uri": f"https://x.blob.core.windows.net/c?sv=1&sig={SECRET}"},
        {"access_token": SECRET},
        {"x": f"eyJhbGciOiJub25l.{SECRET}.y"},
        {"primaryKey": SECRET, "secondaryKey": SECRET},
    ],
)
def test_secrets_in_bodies_are_redacted(body: object) -> None:
    kept = exchange("PUT", "/x?api-version=1", json.dumps(body).encode(), 200, json.dumps(body).encode(), {})
    assert SECRET not in kept.line()
    assert REDACTED in kept.line()


@pytest.mark.parametrize(
    "action", ["listKeys", "listkeys", "listAdminKeys", "sharedKeys", "listValue", "regenerateKey"]
)
def test_answers_of_secret_actions_are_redacted_whole(action: str) -> None:
    kept = exchange(
        "POST", f"/a/{action}?api-version=1", b"", 200, json.dumps({"keys": [{"value": SECRET}]}).encode(), {}
    )
    assert kept.answer == {"keys": [{"value": REDACTED}]}


def test_headers_and_queries_are_kept_by_name_only() -> None:
    link = f"https://management.azure.com/s/operations/1?api-version=2024-01-01&t={SECRET}&c={SECRET}"
    headers = {"Location": link, "Set-Cookie": SECRET, "Authorization": SECRET, "Retry-After": "5"}
    kept = exchange("PUT", f"/x?api-version=1&code={SECRET}", b"", 202, b"", headers)
    assert SECRET not in kept.line()
    assert kept.headers == {"location": "/s/operations/1?api-version=2024-01-01", "retry-after": "5"}
    assert kept.query == {"api-version": "1"}
    assert clean_link("/a/b") == "/a/b"


def test_ordinary_values_are_kept() -> None:
    body = {"properties": {"keyVaultUri": "https://kv", "disableLocalAuth": True, "keyName": "cmk", "note": "hello"}}
    assert cleaned(body, whole=False) == body


def test_answers_that_are_no_json_are_not_kept() -> None:
    assert exchange("GET", "/x", b"", 502, b"<html>secret</html>", {}).answer == REDACTED
    assert exchange("DELETE", "/x", b"", 204, b"", {}).answer is None


def test_a_file_that_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(exchange("GET", "/x", b"", 200, b"{}", {}).line() + "\n{}\n")
    with pytest.raises(ArmError, match=r"r\.jsonl:2 is no exchange"):
        list(load(path))
    with pytest.raises(ArmError, match="CannotRead"):
        list(load(tmp_path / "none"))
