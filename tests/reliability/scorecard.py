"""The scorecard: docs/reference/reliability.md, from the results files and from nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulated_azure import services
from simulated_azure.coverage.inventory import all_rules
from tests.reliability import engine_cases, engine_runs, engine_stacks, inprocess, scenarios
from tests.reliability.oracles import ORACLES
from tests.reliability.results import FOLDER, ROOT, read

PAGE = ROOT / "docs" / "reference" / "reliability.md"
NOT_RUN = "not run"


def write(target: Path = PAGE) -> str:
    """Writes the page; returns its path in the repository."""
    target.write_text(page(), encoding="utf-8")
    return str(target.relative_to(ROOT)) if target.is_relative_to(ROOT) else target.name


def page(folder: Path = FOLDER) -> str:
    """The page as text."""
    services.load()
    rules = all_rules()
    sourced = sum(bool(rule.source.strip()) for rule in rules)
    crashes, seeds = read("inprocess-crashes", folder), read("inprocess-seeds", folder)
    engine_crashes, engine_seeds = read("engine-crashes", folder), read("engine-seeds", folder)
    stack_crashes, passed = read(engine_stacks.KIND, folder), read("scenarios", folder)
    elsewhere = [read(inprocess.kind(what, name), folder) for name in inprocess.others() for what in _SAMPLED]
    broken = _broken(crashes, seeds, engine_crashes, engine_seeds, stack_crashes, *elsewhere)
    recorded, small = inprocess.made_from(), engine_runs.made_from()
    rows = [
        ("scenarios of the catalogue that passed", _passed(passed, scenarios.COUNT)),
        ("crash points of `sandbox`, in process", _figure(crashes, recorded)),
        *_others(folder),
        ("crash points of the program of twenty resources, under the engine", _figure(engine_crashes, small)),
        ("crash points of `up` of `sandbox`, under the engine, a sample", _figure(stack_crashes, recorded)),
        ("random fault seeds of `sandbox`, in process", _figure(seeds, recorded, inprocess.SEEDS)),
        ("random fault seeds, under the engine", _figure(engine_seeds, small, engine_cases.SEEDS)),
        ("duplicates and orphans (O3) in all of these", _count(broken, "O3")),
        ("ordering edges whose removal is noticed", _edges(folder)),
        ("rules of the simulated Azure with a source", f"{sourced}/{len(rules)}"),
    ]
    lines = [*_HEAD, "| what | figure |", "|---|---|", *(f"| {name} | {figure} |" for name, figure in rows)]
    lines += ["", "## Oracles", "", "| | what must hold in the end, or all the time | broken in |", "|---|---|---|"]
    lines += [f"| {name} | {text} | {_count(broken, name)} |" for name, text in ORACLES.items()]
    return "\n".join([*lines, "", *_HOW, "", *_scenario_lines(passed), ""])


def _figure(content: dict[str, Any] | None, made_from: str, total: int = 0) -> str:
    if content is None:
        return f"{NOT_RUN} (0/{total})" if total else NOT_RUN
    failures = sum(bool(why) for why in content["outcomes"].values())
    older = "" if content["madeFrom"] == made_from else ", on an older state of the program"
    return f"{len(content['outcomes'])}/{content['total']} run, failures {failures}{older}"


def _others(folder: Path) -> list[tuple[str, str]]:
    """The samples of the other recorded programs."""
    return [
        (
            f"{text} of `{name}`, in process, a sample",
            _figure(read(inprocess.kind(what, name), folder), inprocess.made_from(name)),
        )
        for name in inprocess.others()
        for what, text in _SAMPLED.items()
    ]


def _passed(content: dict[str, Any] | None, total: int) -> str:
    if content is None:
        return f"{NOT_RUN} (0/{total})"
    now = {each.key for each in scenarios.table()}
    return f"{sum(not why for key, why in content['outcomes'].items() if key in now)}/{total}"


def _broken(*contents: dict[str, Any] | None) -> list[str] | None:
    """Why cases failed; None when nothing has been run."""
    run = [content for content in contents if content]
    return [why for content in run for why in content["outcomes"].values() if why] if run else None


def _count(broken: list[str] | None, oracle: str) -> str:
    return NOT_RUN if broken is None else str(sum(why.startswith(f"{oracle} ") for why in broken))


def _edges(folder: Path) -> str:
    path = folder / "edges.json"
    if not path.exists():
        return NOT_RUN
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["stacks"]
    return ", ".join(f"{stack} {each['noticed']}/{each['total']}" for stack, each in content.items())


def _scenario_lines(passed: dict[str, Any] | None) -> list[str]:
    outcomes: dict[str, str] = passed["outcomes"] if passed else {}
    lines = ["## Scenarios", "", "| | scenario | shown by | outcome |", "|---|---|---|---|"]
    for each in scenarios.table():
        why = outcomes.get(each.key)
        outcome = NOT_RUN if why is None else ("failed" if why else "passed")
        shown = ", ".join(_SHOWN[way] for way in each.ways) or each.row["why"]
        lines.append(f"| {each.number} | {each.name} | {shown} | {outcome} |")
    return lines


_SAMPLED = {"crashes": "crash points", "seeds": "random fault seeds"}
_SHOWN = {
    "trials": "replay in process",
    "results": "all crash points or seeds in process",
    "cases": "semantic cases on the simulated Azure",
    "tests": "tests",
}
_HEAD = [
    "# Reliability",
    "",
    "What happens to a deployment when requests fail, answers get lost, operations end badly and processes die. Written by",
    "`make reliability` from what it has run; what it has not run says so. No run has touched a live subscription.",
    "",
]
_HOW = [
    "## How it is run",
    "",
    "**In process**: the provider calls that the real engine made for `up` of a program are recorded with who waits for",
    "whom (`make reliability ARGS=record`; a test fails when a recording is not what the program does now). There is one",
    "of each stack, and one of a small program with parents that no stack has. They are replayed on the provider and the",
    "simulated Azure in virtual time, with the engine's order, parallelism, pending operations, checkpoints and error",
    "hooks. Faults strike; after each failure comes what [the page on recovery](../how-to/recover.md) says, by the same",
    "code; then the oracles judge. A crash point is a write before, after or at the end of which provider or engine dies;",
    "all of `sandbox` are run, of the other programs a part. What `up` and `destroy` do next is run once for each",
    "distinct end state.",
    "",
    "**Under the engine**: the same with real processes that are really killed, on a program of twenty resources; every",
    "checkpoint that the engine writes is judged. Of stack `sandbox` a few crash points are run so; of `dev` none.",
    "On the worst delays, holds and budgets that the sources report (`python -m simulated_azure facts --hard`) a test",
    "deploys, changes and destroys both stacks in process, each in one run.",
    "",
    "**Limits**: the replay is a model of the engine, checked against it by the runs of the second kind. What a policy of",
    "the subscription changes at the write itself no refresh shows, for the provider compares answers with answers. An",
    "upgrade of the SDK is shown from the release before the pinned one only. Bodies and answers",
    "are those of the simulated Azure; its rules are as good as their sources. A run may be stopped and continued:",
    '`make reliability ARGS="seeds --minutes 10"`; `ARGS="--seed 7"` explains one seed, its plan made as small as possible.',
]
