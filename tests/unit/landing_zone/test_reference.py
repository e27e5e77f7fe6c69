"""The generated reference is complete: every key and every component, with a meaning."""

import re
from pathlib import Path

from pydantic import BaseModel

from landing_zone.reference import components_page, settings_page
from landing_zone.reference.__main__ import files
from landing_zone.settings.model import Settings

ROOT = Path(__file__).parents[3]


def test_generated_files_are_current():
    stale = [path.name for path, text in files().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make generate`"


def test_every_key_has_a_row():
    page = settings_page.rendered()

    def walk(model: type[BaseModel]) -> None:
        for name, field in model.model_fields.items():
            assert f"| `{name}` |" in page, name
            if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
                walk(field.annotation)

    walk(Settings)


def test_no_row_lacks_its_meaning():
    for page in (settings_page.rendered(), components_page.rendered()):
        rows = [line for line in page.splitlines() if line.startswith("| `")]
        assert rows
        assert [row for row in rows if not re.sub(r"\\\|", "", row).split("|")[-2].strip()] == []


def test_every_component_has_a_chapter_with_arguments_and_outputs():
    page = components_page.rendered()
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "components").rglob("*.py"))
    names = re.findall(r"^class (\w+)\(Component\):", sources, re.MULTILINE)
    assert len(names) > 10
    for name in names:
        chapter = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert "**Arguments**" in chapter
        assert "**Outputs**" in chapter
