"""`make reliability`: runs what has not been run yet, as far as the time allows, and writes the scorecard.

Results lie in `.tools/reliability`; a later run goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tests.proof import edges
from tests.reliability import engine_runs, engine_stacks, inprocess, record, scenarios, scorecard

PARTS = (
    "crashes",
    "seeds",
    "others",
    "engine-crashes",
    "engine-seeds",
    "engine-stack",
    "scenarios",
    "engine-scenarios",
    "edges",
)
RECORD = "record"


def main() -> int:
    """Exit code 0 when nothing that was run failed."""
    parser = argparse.ArgumentParser(prog="make reliability", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(PARTS)}; all of them when left out. {RECORD}: the traces anew",
    )
    parser.add_argument("--minutes", type=float, default=600.0, help="time for each part; what is left stays for later")
    parser.add_argument("--jobs", type=int, default=2, help="processes for what runs without the engine")
    parser.add_argument("--seed", type=int, help="explain one seed: its plan made small, and why it fails")
    options = parser.parse_args()
    if options.parts == [RECORD]:
        record.write(_say)
        return 0
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"part is {', '.join(sorted(unknown))}; accepted: {', '.join(PARTS)}")
    if options.seed is not None:
        _say(inprocess.explain(options.seed))
        return 0
    failures = sum(_run(part, options) for part in options.parts or PARTS)
    _say(f"written: {scorecard.write()}")
    return 1 if failures else 0


def _run(part: str, options: argparse.Namespace) -> int:
    minutes, jobs = options.minutes, options.jobs
    parts: dict[str, Callable[[], int]] = {
        "crashes": lambda: len(inprocess.points(jobs=jobs, minutes=minutes, say=_say).failures),
        "seeds": lambda: len(inprocess.seeds(jobs=jobs, minutes=minutes, say=_say).failures),
        "others": lambda: inprocess.sample(jobs=jobs, minutes=minutes, say=_say),
        "engine-stack": lambda: len(engine_stacks.run(minutes=minutes, say=_say).failures),
        "scenarios": lambda: len(scenarios.run(_say, engine=False).failures),
        "engine-scenarios": lambda: len(scenarios.run(_say, engine=True).failures),
        "edges": lambda: edges.run(_say),
    }
    for kind in engine_runs.KINDS:
        parts[kind] = lambda kind=kind: len(engine_runs.run(kind, minutes=minutes, say=_say).failures)
    return parts[part]()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
