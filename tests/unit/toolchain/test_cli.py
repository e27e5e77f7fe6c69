"""Which CLI is taken, and what is said when there is none."""

import http.server
import io
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolchain import cli, gobuild, plugins, release
from toolchain.errors import ToolchainError
from toolchain.layout import PULUMI_VERSION, Layout

from .conftest import script


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def on_path(folder: Path, version: str, monkeypatch: pytest.MonkeyPatch, *, host: bool = True) -> Path:
    pulumi = script(folder / "pulumi", f"echo v{version}")
    if host:
        script(folder / "pulumi-language-python", "exit 0")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return pulumi


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3.250.0", True), ("3.251.7", True), ("3.1000.0", True), ("3.249.9", False), ("4.0.0", False), ("2.9.0", False)],
)
def test_suitable_versions(version: str, expected: bool):
    assert cli.suitable(version) is expected


def test_a_suitable_cli_on_path_is_taken(
    layout: Layout, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found = on_path(tmp_path / "theirs", "3.260.1", monkeypatch)
    choice = cli.ensure(layout, scratch)
    assert (choice.way, choice.version) == ("path", "3.260.1")
    assert str(found) in choice.why
    assert cli.version_of(layout.pulumi) == "3.260.1"
    assert cli.current(layout) == choice


def test_our_own_cli_is_not_taken_for_the_users(layout: Layout, scratch: Path, monkeypatch: pytest.MonkeyPatch):
    on_path(layout.bin, "3.250.0", monkeypatch)
    monkeypatch.setenv("TOOLCHAIN_CLI", "path")
    with pytest.raises(ToolchainError, match="no pulumi on PATH"):
        cli.ensure(layout, scratch)


@pytest.mark.parametrize(
    ("version", "host", "reason"),
    [("3.100.0", True, "is version 3.100.0"), ("3.250.0", False, "no pulumi-language-python"), ("?", True, "unknown")],
)
def test_an_unsuitable_cli_is_named(
    layout: Layout,
    scratch: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    host: bool,
    reason: str,
):
    on_path(tmp_path / "theirs", version, monkeypatch, host=host)
    monkeypatch.setenv("TOOLCHAIN_CLI", "path")
    with pytest.raises(ToolchainError, match=reason):
        cli.ensure(layout, scratch)


def test_a_choice_whose_cli_has_gone_is_made_again(
    layout: Layout, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found = on_path(tmp_path / "theirs", "3.260.1", monkeypatch)
    cli.ensure(layout, scratch)
    found.unlink()
    assert cli.current(layout) is None


def test_an_unknown_way_is_refused(layout: Layout, scratch: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOOLCHAIN_CLI", "brew")
    with pytest.raises(ToolchainError, match="'brew'") as caught:
        cli.ensure(layout, scratch)
    assert "path, release, go" in caught.value.remedy


def test_no_way_at_all_tells_every_reason(
    layout: Layout, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(release, "_SITE", "http://127.0.0.1:9")
    with pytest.raises(ToolchainError) as caught:
        cli.ensure(layout, scratch)
    for reason in ("no pulumi on PATH", "cannot be downloaded", "Go is not installed"):
        assert reason in caught.value.message
    assert "https://go.dev/doc/install" in caught.value.remedy
    assert not (layout.tools / "cli.json").exists()


def test_a_go_that_is_too_old_is_named(layout: Layout, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script(tmp_path / "old" / "go", "echo go version go1.19.8 linux/amd64")
    monkeypatch.setenv("PATH", f"{tmp_path / 'old'}:/usr/bin:/bin")
    with pytest.raises(ToolchainError, match=r"too old \(go version go1\.19\.8"):
        gobuild.build(layout, scratch)


def archive(version: str) -> bytes:
    """A release as the vendor packs it: one folder `pulumi` with everything in it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in {"pulumi": f"#!/bin/sh\necho v{version}\n", "pulumi-language-python": ""}.items():
            member = tarfile.TarInfo(f"pulumi/{name}")
            member.size, member.mode = len(content), 0o755
            tar.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """A download site on this machine; tests put into the dictionary what it serves."""
    content: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = content.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"") + len(content.get("missing", b""))))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format, *args):  # noqa: A002 (the name is the base class's)
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(release, "_SITE", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("TOOLCHAIN_CLI", "release")
    yield content
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_release_is_installed(layout: Layout, scratch: Path, site: dict[str, bytes]):
    site["/" + release.url().rsplit("/", 1)[-1]] = archive(PULUMI_VERSION)
    choice = cli.ensure(layout, scratch)
    assert choice.way == "release"
    assert cli.version_of(layout.pulumi) == PULUMI_VERSION
    assert Path(choice.target).with_name("pulumi-language-python").exists()


@pytest.mark.parametrize("served", [b"not an archive", b""])
def test_a_bad_download_leaves_nothing(layout: Layout, scratch: Path, site: dict[str, bytes], served: bytes):
    site["/" + release.url().rsplit("/", 1)[-1]] = served
    with pytest.raises(ToolchainError, match="cannot be downloaded"):
        cli.ensure(layout, scratch)
    assert not layout.pulumi.exists()


def test_a_cut_download_leaves_nothing(layout: Layout, scratch: Path, site: dict[str, bytes]):
    site["/" + release.url().rsplit("/", 1)[-1]] = archive(PULUMI_VERSION)
    site["missing"] = b"the end that never comes"
    with pytest.raises(ToolchainError, match="cannot be downloaded"):
        cli.ensure(layout, scratch)
    assert not layout.pulumi.exists()


def test_another_version_in_the_release_is_refused(layout: Layout, scratch: Path, site: dict[str, bytes]):
    site["/" + release.url().rsplit("/", 1)[-1]] = archive("3.1.0")
    with pytest.raises(ToolchainError, match=r"does not start here \(version: 3\.1\.0\)"):
        cli.ensure(layout, scratch)


def test_a_built_cli_is_stale_when_the_language_host_changes(layout: Layout):
    host = plugins.language_host(layout)
    script(host, "exit 0")
    script(layout.pulumi, "exit 0")
    choice = cli.Choice("go", PULUMI_VERSION, str(layout.pulumi), "because", gobuild.sources(layout))
    cli.remember(layout, choice)
    assert cli.current(layout) == choice
    (layout.root / "toolchain" / "language_host" / "main.go").write_text("package main\n")
    assert cli.current(layout) is None
