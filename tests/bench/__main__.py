"""`make bench ARGS="SECTION ... [--runs N]"`: measure sections anew and write the page from all results.

Each section keeps its results in docs/reference/benchmarks/SECTION.json, so that one can be measured alone. A new
section is a module with TITLE, `measure(runs)` -> results (JSON) and `report(results)` -> Markdown, listed here.
"""

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from types import ModuleType

from tests.bench import commands, policy, simulator
from tests.bench.runs import machine
from tests.engine.harness import ROOT

SECTIONS: dict[str, ModuleType] = {"commands": commands, "policy": policy, "simulator": simulator}
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
RESULTS = ROOT / "docs" / "reference" / "benchmarks"


def page() -> str:
    """The page, from the results of all sections that were measured."""
    parts = ["# Benchmarks\n\nWritten by `make bench`. Seconds depend on the machine, ratios hardly do.\n"]
    for name, section in SECTIONS.items():
        path = RESULTS / f"{name}.json"
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            where = f"{kept['machine']['cores']} cores, Python {kept['machine']['python']}, {kept['machine']['system']}"
            how = f"Medians of {kept['runs']} interleaved runs; {where}. Again: `make bench ARGS={name}`."
            parts.append(f"## {section.TITLE}\n\n{section.report(kept['results'])}\n{how}\n")
    return "\n".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Measure, then write results and page."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"{', '.join(SECTIONS)}; all when left out")
    parser.add_argument("--runs", type=int, default=3, help="runs of each kind; the median counts")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.sections) - set(SECTIONS))
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in options.sections or SECTIONS:
        print(f"== {name}", flush=True)
        results = SECTIONS[name].measure(options.runs)
        kept = {"runs": options.runs, "machine": machine() | {"system": platform.system()}, "results": results}
        (RESULTS / f"{name}.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
