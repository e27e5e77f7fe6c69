"""Writes what is generated from knowledge and rules; with `--check` fails when something is stale."""

from __future__ import annotations

import sys

from knowledge.catalogue import ROOT, CatalogueError
from knowledge.documents import output


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    try:
        stale, gone = output.stale(output.everything())
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in arguments:
        for path in [*stale, *gone]:
            print(f"stale: {path.relative_to(ROOT)} (run `make generate`)")
        return 1 if stale or gone else 0
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in gone:
        path.unlink()
    print(f"wrote {len(stale)} files, removed {len(gone)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
