"""`make reliability`: runs what has not been run yet, as far as the time allows, and writes the scorecard.

Results lie in `.tools/reliability`; a later run goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import sys

from tests.proof import edges
from tests.reliability import engine_runs, inprocess, record, scenarios, scorecard

PARTS = ("crashes", "seeds", "others", "engine-crashes", "engine-seeds", "scenarios", "engine-scenarios", "edges")
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
    if part == "crashes":
        return len(inprocess.points(jobs=options.jobs, minutes=options.minutes, say=_say).failures)
    if part == "seeds":
        return len(inprocess.seeds(jobs=options.jobs, minutes=options.minutes, say=_say).failures)
    if part in engine_runs.KINDS:
        return len(engine_runs.run(part, minutes=options.minutes, say=_say).failures)
    if part == "others":
        return inprocess.sample(jobs=options.jobs, minutes=options.minutes, say=_say)
    if part == "edges":
        return edges.run(_say)
    return len(scenarios.run(_say, engine=part == "engine-scenarios").failures)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
