"""`make mutation`: every mutant of every stack through the pack and through checkov.

Writes docs/reference/mutation.md and .tools/reports/mutation.json. Exit code 1 if the score is below the target, a
survivor has no reason, or a reason no survivor.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutation import mutants, report, scanner, score, worlds
from tests.mutation.report import Judged
from tests.mutation.score import Outcome
from tests.mutation.sdk_types import misfits
from tests.mutation.worlds import ROOT, World
from toolchain.console import Step

TARGET = 0.99


def main(argv: Sequence[str] | None = None) -> int:
    """Runs everything; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make mutation ARGS=...", description=__doc__)
    parser.add_argument("--without-checkov", action="store_true", help="the pack alone; writes no page")
    parser.add_argument("--world", action="append", help="only this stack (or `landscape`); writes no page")
    arguments = parser.parse_args(argv)
    if problems := list(misfits(mutants.rows(), worlds.landscape_world())):
        _say("\n".join(["rows that fit no type of the SDK:", *problems]))
        return 1
    judged: list[Judged] = []
    for world in _worlds(arguments.world):
        with Step(f"pack on {world.name}") as step:
            outcomes = score.run(world, lambda count: step.update(f"{count} mutants"))
        judged += _with_checkov(world, outcomes, asked=not arguments.without_checkov)
    if not (arguments.world or arguments.without_checkov):
        _write(judged)
    return _told(judged, complete=not arguments.world)


def _worlds(only: Sequence[str] | None) -> list[World]:
    names = ["landscape", *worlds.stacks()]
    wanted = [name for name in names if not only or name in only]
    return [worlds.landscape_world() if name == "landscape" else worlds.stack_world(name) for name in wanted]


def _with_checkov(world: World, outcomes: Sequence[Outcome], *, asked: bool) -> list[Judged]:
    if not asked:
        return [Judged(outcome, None) for outcome in outcomes]
    program = scanner.install(_say)
    known = [outcome for outcome in outcomes if outcome.mutant.operator != "unknown"]
    with tempfile.TemporaryDirectory() as folder, Step(f"checkov on {world.name}") as step:
        answers = scanner.judge(program, world, [item.mutant for item in known], Path(folder), step.update)
    said = {
        id(outcome): tuple(sorted(answer)) for outcome, answer in zip(known, answers, strict=True) if answer is not None
    }
    return [Judged(outcome, said.get(id(outcome))) for outcome in outcomes]


def _write(judged: Sequence[Judged]) -> None:
    results = ROOT / ".tools" / "reports" / "mutation.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(report.record(judged, scanner.version()), encoding="utf-8")
    page = ROOT / "docs" / "reference" / "mutation.md"
    page.write_text(report.page(judged, scanner.version()), encoding="utf-8")
    _say(f"written: {page.relative_to(ROOT)}, {results.relative_to(ROOT)}")


def _told(judged: Sequence[Judged], *, complete: bool) -> int:
    survivors = [item.outcome.mutant.label for item in judged if not item.outcome.caught]
    known = report.reasons()
    unexplained = [label for label in survivors if not report.reason(label, known)]
    share = 1 - len(survivors) / len(judged)
    idle = [part for part in known if not any(part in label for label in survivors)] if complete else []
    _say(f"{len(judged)} mutants, {share:.1%} caught; {len(survivors)} survive, {len(unexplained)} of them unexplained")
    for label in unexplained:
        _say(f"  {label}")
    for part in idle:
        _say(f"  survivors.yaml: no survivor needs '{part}' any more")
    asked = [item for item in judged if item.checkov is not None]
    if asked:
        theirs = sum(bool(item.checkov) for item in asked) / len(asked)
        ours = sum(item.outcome.caught for item in asked) / len(asked)
        _say(f"on the {len(asked)} mutants that checkov can read: pack {ours:.1%}, checkov {theirs:.1%}")
    return 0 if share >= TARGET and not unexplained and not idle else 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
