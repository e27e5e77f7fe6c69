"""Write docs/reference/simulated-azure-coverage.md, or with --check fail when it is stale."""

import argparse
import sys
from pathlib import Path

from simulated_azure.coverage.page import rendered

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "simulated-azure-coverage.md"


def main() -> int:
    """Write the page, or with --check return 1 when the file differs."""
    parser = argparse.ArgumentParser(prog="python -m simulated_azure.coverage", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 when the file is stale")
    if parser.parse_args().check:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == rendered():
            return 0
        print(f"{PAGE.name} is stale: run `python -m simulated_azure.coverage`", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(rendered(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
