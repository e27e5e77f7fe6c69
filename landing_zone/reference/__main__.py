"""`python -m landing_zone.reference` writes every generated file of program and components, `--check` compares them."""

import argparse
import sys
from pathlib import Path
from typing import Final

from landing_zone.reference import components_page, settings_page
from landing_zone.schema import SCHEMA_FILE, rendered

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = ROOT / "docs" / "reference"


def files() -> dict[Path, str]:
    """Return every generated file with the text it should have."""
    return {
        SCHEMA_FILE: rendered(),
        PAGES / "settings.md": settings_page.rendered(),
        PAGES / "components.md": components_page.rendered(),
    }


def main() -> int:
    """Write what is stale, or with --check name it and return 1."""
    parser = argparse.ArgumentParser(prog="python -m landing_zone.reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 when a file is stale")
    only_check = parser.parse_args().check
    stale = {
        path: text for path, text in files().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if only_check:
            print(f"stale: {path.relative_to(ROOT)} (run `make generate`)", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
