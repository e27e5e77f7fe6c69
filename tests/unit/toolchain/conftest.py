"""A checkout of its own for each test: nothing here touches the developer's tools."""

from pathlib import Path

import pytest

from toolchain.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    root = tmp_path / "checkout"
    (root / "toolchain" / "language_host").mkdir(parents=True)
    for name in ("requirements.txt", "requirements-dev.txt", "toolchain/go.mod", "toolchain/go.sum"):
        (root / name).write_text(f"content of {name}\n")
    return Layout(root=root, tools=root / ".tools", venv=root / ".venv", simulated=root / ".tools" / "simulated")


def script(path: Path, body: str) -> Path:
    """An executable shell script in place of a real program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path
