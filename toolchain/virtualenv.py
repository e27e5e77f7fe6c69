"""The virtual environment of program, pack and tests, made from the pinned requirements."""

import re
import shutil
import sys
from pathlib import Path

from toolchain import files, run
from toolchain.console import Step
from toolchain.errors import ToolchainError
from toolchain.layout import OLDEST_PYTHON, Layout

_STAMP = ".requirements.sha256"
_INCOMPLETE = ".incomplete"
_PIP_LINE = re.compile(r"^(Collecting|Downloading|Using cached|Building|Installing) ?(\S*)")


def ready(layout: Layout) -> bool:
    """Whether the environment is complete and made from the requirements as they are now."""
    return (
        layout.python.exists()
        and not (layout.venv / _INCOMPLETE).exists()
        and files.read(layout.venv / _STAMP) == _fingerprint(layout)
    )


def ensure(layout: Layout) -> None:
    """Makes or updates the environment.

    A mark lies in it while packages are being installed: after an interrupt it is made from scratch, because pip takes
    a package whose files were only partly written for installed.

    Raises:
        ToolchainError: Python is too old, lacks `venv`, or a package cannot be fetched.
    """
    if sys.version_info[:2] < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        message = f"this is Python {sys.version.split()[0]}; the project needs {oldest} or later"
        raise ToolchainError(message, f"install Python {oldest} and run `make setup PYTHON=python{oldest}`")
    mark = layout.venv / _INCOMPLETE
    if mark.exists() or (layout.venv.exists() and run.answer([layout.python, "-m", "pip", "--version"]) is None):
        shutil.rmtree(layout.venv)
    if not layout.venv.exists():
        _create(layout)
    mark.touch()
    _install(layout)
    files.write(layout.venv / _STAMP, _fingerprint(layout))
    mark.unlink()


def link_policy_pack(layout: Layout) -> None:
    """Lets the policy pack use the same environment; its own `virtualenv` option names `.venv` beside the pack."""
    link = layout.root / "policy_pack" / ".venv"
    if link.parent.is_dir() and not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(Path("..") / ".venv")


def _create(layout: Layout) -> None:
    with Step("virtual environment .venv"):
        layout.venv.mkdir(parents=True)
        (layout.venv / _INCOMPLETE).touch()
        run.logged(
            [sys.executable, "-m", "venv", layout.venv],
            layout.tools / "log" / "venv.log",
            remedy="On Debian and Ubuntu: apt-get install python3-venv. Then run `make setup` again.",
        )


def _install(layout: Layout) -> None:
    with Step("packages from requirements-dev.txt") as step:
        fetched = 0

        def on_line(line: str) -> None:
            nonlocal fetched
            if match := _PIP_LINE.match(line):
                fetched += match[1] == "Collecting"
                step.update(f"{fetched} packages, {match[1].lower()} {match[2]}"[:70])

        # Not compiled: azure-native has 5,000 modules of which a program imports a few; Python compiles those itself.
        run.logged(
            [layout.python, "-m", "pip", "install", "--no-input", "--no-compile", "--progress-bar", "off",
             "-r", layout.root / "requirements-dev.txt"],
            layout.tools / "log" / "pip.log",
            on_line=on_line,
            remedy="Check that a Python package index is reachable (PIP_INDEX_URL), then run `make setup` again.",
        )  # fmt: skip


def _fingerprint(layout: Layout) -> str:
    return files.fingerprint(layout.root / "requirements.txt", layout.root / "requirements-dev.txt")
