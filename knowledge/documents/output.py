"""Which files are generated, and which of them are stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge.documents import coverage, pack_data, rule_pages

GENERATED_FOLDERS = (rule_pages.FOLDER,)
"""Folders that hold nothing but generated files."""


def everything() -> dict[Path, str]:
    """Path -> text of every generated file."""
    return {**pack_data.files(), **rule_pages.files(), **coverage.files()}


def stale(wanted: Mapping[Path, str]) -> tuple[dict[Path, str], list[Path]]:
    """The files that differ from what they should be, and those that should not be there."""
    changed = {path: text for path, text in wanted.items() if not path.exists() or path.read_text() != text}
    present = [path for folder in GENERATED_FOLDERS for path in folder.rglob("*") if path.is_file()]
    return changed, sorted(path for path in present if path not in wanted)
