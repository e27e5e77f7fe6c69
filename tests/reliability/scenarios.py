"""The catalogue of fault scenarios as data, and what runs each of them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from simulated_azure import services
from simulated_azure.faults.plan import parse_fault
from tests.reliability import inprocess, session, trace
from tests.reliability.plans import Trial
from tests.reliability.results import ROOT, Results, read
from tests.simulated.semantics.kit import cases
from tests.simulated.semantics.kit import run as run_case

TABLE = Path(__file__).with_suffix(".yaml")
COUNT = 66
_LATER = "not yet"
WAYS = ("trials", "results", "cases", "tests")


@dataclass(frozen=True)
class Scenario:
    """One row of the table; see the head of the file for its keys."""

    number: int
    row: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What goes wrong."""
        return self.row["name"]

    @property
    def key(self) -> str:
        """Under which its outcome is kept: number and fingerprint of row and traces, so that a change is run again."""
        traces = sorted({row["trace"] for row in self.row.get("trials", []) if "trace" in row})
        text = json.dumps([self.row, [trace.fingerprint(each) for each in traces]], sort_keys=True)
        return f"{self.number}:{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @property
    def needs_engine(self) -> bool:
        """Whether its tests start the real engine."""
        return any(each.startswith("tests/engine") for each in self.row.get("tests", []))

    @property
    def ways(self) -> list[str]:
        """How it is shown; empty for one that is not."""
        return [way for way in WAYS if way in self.row]


@cache
def table() -> list[Scenario]:
    """Every scenario, in order."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [Scenario(number, rows[number]) for number in sorted(rows)]


@dataclass(frozen=True)
class Replayed:
    """A trial, the trace that it replays, and whether the first run has to end well."""

    program: str
    trial: Trial
    once: bool


def trials(scenario: Scenario) -> list[Replayed]:
    """The trials of a scenario; a sweep has one for every write."""
    found: list[Replayed] = []
    for row in scenario.row.get("trials", []):
        command = next(name for name in ("up", "update", "destroy") if name in row)
        faults = tuple(parse_fault(each, f"faults[{at}]", TABLE.name) for at, each in enumerate(row[command]))
        facts, keep_going = tuple(row.get("facts", {}).items()), row.get("keep_going", False)
        one = Trial(scenario.number, command, row.get("parallel", 8), faults, facts, keep_going)
        program, once = row.get("trace", inprocess.SANDBOX), row.get("once", scenario.row.get("once", False))
        every = _swept(program, one) if scenario.row.get("sweep") else [one]
        found += [Replayed(program, each, once) for each in every]
    return found


def _swept(program: str, trial: Trial) -> list[Trial]:
    first, *others = trial.faults
    count = inprocess.writes(program)[trial.command]
    return [replace(trial, faults=(replace(first, ordinal=at), *others)) for at in range(1, count + 1)]


def run(say: Callable[[str], None], *, engine: bool) -> Results:
    """Runs the scenarios that have not passed; those that nothing shows are left out.

    Args:
        say: told about each one.
        engine: those with the real engine, or those without.
    """
    shown = [each for each in table() if each.ways]
    results = Results.load("scenarios", inprocess.made_from(), len(shown))
    for scenario in shown:
        if scenario.needs_engine == engine and results.is_open(scenario.key):
            why = outcome(scenario)
            if why.startswith(_LATER):
                say(f"scenario {scenario.number}, {scenario.name}: {why}")
                continue
            results.add({scenario.key: why})
            say(f"scenario {scenario.number}, {scenario.name}: {why or 'passed'}"[:1000])
    return results


def outcome(scenario: Scenario) -> str:
    """Why a scenario fails, '' when everything that shows it passes."""
    row = scenario.row
    checks: dict[str, Callable[[], str]] = {
        "trials": lambda: _trials(scenario),
        "results": lambda: _results(row["results"], scenario.number == 58),
        "cases": lambda: _cases(row["cases"]),
        "tests": lambda: next((why for each in row["tests"] if (why := _test(each))), ""),
    }
    return next((why for way in scenario.ways if (why := checks[way]())), "")


def _trials(scenario: Scenario) -> str:
    for each in trials(scenario):
        why = session.attempt(inprocess.target(each.program), each.trial, once=each.once)
        if why:
            return f"{each.program}, {each.trial}: {why}"
    return ""


def _results(kind: str, only_destroy: bool) -> str:
    content = read(kind)
    if content is None or content["madeFrom"] != inprocess.made_from():
        return f"{_LATER}: {kind} has not been run on this trace"
    outcomes: dict[str, str] = content["outcomes"]
    failed = [case for case, why in outcomes.items() if why and (not only_destroy or case.startswith("destroy"))]
    if failed:
        return f"{kind}: {failed[:5]} failed"
    return "" if len(outcomes) == content["total"] else f"{_LATER}: {len(outcomes)} of {content['total']} {kind} run"


def _cases(which: int | str) -> str:
    services.load()
    found = [case for case in cases() if which in (case.scenario, case.rule)]
    if not any(case.code for case in found):
        return f"no case is of {which}"
    for case in found:
        error = run_case(case)
        if (error.code if error else "") != case.code:
            return f"{case.sample}, {case.rule}: {error} instead of {case.code or 'accepted'}"
    return ""


@cache
def _test(arguments: str) -> str:
    """Runs tests; passed means that at least one ran and none failed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments.split()],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else f"{arguments}: {done.stdout[-400:]}"
