"""Builds the Pulumi CLI and our language host from the pinned Go module, where only module mirrors are reachable."""

import json
import re
import shutil
from pathlib import Path

from toolchain import files, plugins, run
from toolchain.console import Step
from toolchain.errors import ToolchainError
from toolchain.layout import PULUMI_VERSION, Layout

_SDK = "github.com/pulumi/pulumi/sdk/v3"
_CLI = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_EXEC = Path("python/cmd/pulumi-language-python-exec")
_OLDEST_GO = (1, 21)
_PROXY = "check that a Go module proxy is reachable (`go env GOPROXY`), then run `make setup` again; it continues."
# Without C the build needs no compiler but Go's own; the user's flags must not change what is built.
_ENVIRONMENT = {"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false", "GOWORK": "off"}


def sources(layout: Layout) -> str:
    """Fingerprint of everything that the build is made from."""
    folder = layout.root / "toolchain"
    return files.fingerprint(folder / "go.mod", folder / "go.sum", *sorted((folder / "language_host").glob("*.go")))


def build(layout: Layout, scratch: Path) -> None:
    """Builds CLI and language host and installs them with the official exec script.

    Raises:
        ToolchainError: Go is missing or too old, modules cannot be fetched, or a build fails.
    """
    go = _go()
    module = layout.root / "toolchain"
    log = layout.tools / "log"
    if not (layout.pulumi.exists() and files.read(layout.tools / "cli-built-from") == _cli_sources(layout)):
        total = _download(go, module, log)
        with Step(f"Pulumi CLI {PULUMI_VERSION}") as step:
            _compile(go, module, _CLI, scratch / "pulumi", log / "go-cli.log", _Counter(step, total))
        files.install(scratch / "pulumi", layout.pulumi)
        files.write(layout.tools / "cli-built-from", _cli_sources(layout))
    with Step("Python language host") as step:
        host = scratch / "pulumi-language-python"
        _compile(go, module, "./language_host", host, log / "go-host.log", _Counter(step, 0))
        plugins.install_language_host(layout, host, _sdk_folder(go, module) / _EXEC)


class _Counter:
    """Turns the package names that `go build -v` prints into a count; packages in Go's cache are not printed."""

    def __init__(self, step: Step, total: int) -> None:
        self._step, self._total, self._done = step, total, 0

    def __call__(self, line: str) -> None:
        if line.startswith("go: downloading"):
            self._step.update(line.removeprefix("go: ")[:70])
        else:
            self._done += 1
            self._step.update(f"{self._done} of at most {self._total} packages" if self._total else line[:70])


def _go() -> Path:
    found = shutil.which("go")
    if not found:
        message = "Go is not installed, and a CLI cannot be built without it"
        raise ToolchainError(message, "install Go (https://go.dev/doc/install) or put a Pulumi CLI on PATH")
    said = run.answer([found, "version"]) or ""
    match = re.search(r"go(\d+)\.(\d+)", said)
    # An older one than go.mod asks for fetches the right one itself, from 1.21 on.
    if not match or (int(match[1]), int(match[2])) < _OLDEST_GO:
        message = f"{found} is too old ({said or 'does not start'})"
        raise ToolchainError(message, "install a current Go: https://go.dev/doc/install")
    return Path(found)


def _download(go: Path, module: Path, log: Path) -> int:
    """Fetches the modules and returns how many packages the CLI is made of."""
    packages = 0
    with Step("Go modules") as step:

        def on_line(line: str) -> None:
            nonlocal packages
            if line.startswith("go: "):
                step.update(line.removeprefix("go: ")[:70])
            else:
                packages += 1

        command = [go, "list", "-deps", _CLI]
        run.logged(command, log / "go-modules.log", on_line=on_line, env=_ENVIRONMENT, cwd=module, remedy=_PROXY)
    return packages


def _compile(go: Path, module: Path, package: str, target: Path, log: Path, counter: _Counter) -> None:
    flags = f"-X {_SDK}/go/common/version.Version={PULUMI_VERSION} -X main.version={PULUMI_VERSION}"
    command = [go, "build", "-v", "-ldflags", flags, "-o", target, package]
    run.logged(command, log, on_line=counter, env=_ENVIRONMENT, cwd=module, remedy=_PROXY)


def _sdk_folder(go: Path, module: Path) -> Path:
    """The SDK in Go's module cache, checked by Go against go.sum."""
    said = run.answer([go, "-C", module, "mod", "download", "-json", _SDK], timeout=300, env=_ENVIRONMENT)
    folder = json.loads(said or "{}").get("Dir")
    if not folder:
        raise ToolchainError(f"Go does not find the module {_SDK}", _PROXY)
    return Path(folder)


def _cli_sources(layout: Layout) -> str:
    folder = layout.root / "toolchain"
    return PULUMI_VERSION + " " + files.fingerprint(folder / "go.mod", folder / "go.sum")
