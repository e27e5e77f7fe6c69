"""Installs that an interrupt at any moment cannot leave half done: write beside, then rename."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from toolchain.console import say


def fingerprint(*paths: Path) -> str:
    """One hash over the contents of files, in the given order."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write(path: Path, text: str, *, executable: bool = False) -> None:
    """Writes a file so that a reader sees the old content or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text)
    beside.chmod(0o755 if executable else 0o644)
    beside.replace(path)


def install(source: Path, target: Path, *, executable: bool = True) -> None:
    """Copies a file into place in one step; source and target may lie on different file systems."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, beside)
    beside.chmod(0o755 if executable else 0o644)
    beside.replace(target)


def replace_folder(source: Path, target: Path) -> None:
    """Moves a complete folder into place. Both must lie on one file system."""
    if target.exists():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def read(path: Path) -> str:
    """The content of a file, empty if there is none."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


@contextmanager
def workspace(tools: Path) -> Generator[Path, None, None]:
    """An empty scratch folder below `tools`, for one process at a time.

    The lock belongs to the open file: it goes when the process goes, however it ends. What a killed run left in the
    scratch folder is removed by the next one.
    """
    tools.mkdir(parents=True, exist_ok=True)
    with (tools / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another setup is running in this checkout; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        scratch = tools / "tmp"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
