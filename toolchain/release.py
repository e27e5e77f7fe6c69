"""The official release of the Pulumi CLI, where the vendor's download site is reachable."""

import platform
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

from toolchain import files
from toolchain.console import Step
from toolchain.errors import ToolchainError
from toolchain.layout import PULUMI_VERSION, Layout

_SITE = "https://get.pulumi.com/releases/sdk"
_ANSWER_SECONDS = 5
_CHUNK = 1 << 20
_REMEDY = "let this machine reach get.pulumi.com, or install Go: https://go.dev/doc/install"
_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def url() -> str:
    """Address of the pinned release for this machine.

    Raises:
        ToolchainError: no release is made for it.
    """
    system, machine = _SYSTEMS.get(platform.system()), _MACHINES.get(platform.machine())
    if not system or not machine:
        message = f"there is no release for {platform.system()} on {platform.machine()}"
        raise ToolchainError(message, _REMEDY)
    return f"{_SITE}/pulumi-v{PULUMI_VERSION}-{system}-{machine}.tar.gz"


def install(layout: Layout, scratch: Path) -> Path:
    """Downloads the pinned release and returns the folder with `pulumi` and its language hosts.

    A machine that cannot reach the site is told so after a few seconds, not minutes.

    Raises:
        ToolchainError: the site is out of reach or sends something else.
    """
    archive, unpacked = scratch / "pulumi.tar.gz", scratch / "release"
    try:
        _download(url(), archive)
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked, filter="data")
    except (OSError, tarfile.TarError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        message = f"the official release cannot be downloaded from get.pulumi.com ({reason})"
        raise ToolchainError(message, _REMEDY) from error
    target = layout.tools / f"release-v{PULUMI_VERSION}"
    files.replace_folder(unpacked, target)
    return target / "pulumi"


def _download(address: str, target: Path) -> None:
    with Step("official Pulumi release") as step:
        with urllib.request.urlopen(address, timeout=_ANSWER_SECONDS) as answer, target.open("wb") as out:
            total = int(answer.headers.get("Content-Length") or 0)
            received = 0
            while chunk := answer.read(_CHUNK):
                out.write(chunk)
                received += len(chunk)
                step.update(f"{received >> 20} of {total >> 20} MB")
        if received != total:
            raise OSError(f"{received} of {total} bytes came")
