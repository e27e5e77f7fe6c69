"""The catalogue is whole, and the scorecard says nothing that no results file says."""

from __future__ import annotations

import json

import pytest

from tests.reliability import scenarios, scorecard
from tests.reliability.results import Results


def test_every_scenario_is_in_the_table_and_says_how_it_is_shown_or_why_not():
    assert [each.number for each in scenarios.table()] == list(range(1, scenarios.COUNT + 1))
    keys = {"name", "why", "once", "sweep", *scenarios.WAYS}
    for each in scenarios.table():
        assert set(each.row) <= keys, each
        assert bool(each.ways) != ("why" in each.row), each


def test_a_sweep_strikes_every_write():
    sweep = next(each for each in scenarios.table() if each.row.get("sweep"))
    trials = [each.trial for each in scenarios.trials(sweep)]
    for command, count in scenarios.inprocess.writes().items():
        ordinals = [trial.faults[0].ordinal for trial in trials if trial.command == command]
        assert ordinals == list(range(1, count + 1))
        assert count >= 50


@pytest.mark.parametrize("number", [1, 7, 20])
def test_a_scenario_passes(number: int):
    scenario = scenarios.Scenario(number, {**scenarios.table()[number - 1].row, "tests": []})
    assert scenarios.outcome(scenario) == ""


def test_a_scenario_whose_trial_needs_a_second_run_fails_when_one_has_to_do():
    row = {
        "name": "x",
        "once": True,
        "trials": [{"up": [{"operation": "create", "answer": {"status": 400, "code": "No"}}]}],
    }
    assert "O1" in scenarios.outcome(scenarios.Scenario(1, row))


def test_a_scenario_without_its_results_does_not_pass(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scenarios, "read", lambda _kind: None)
    assert "has not been run" in scenarios.outcome(
        scenarios.Scenario(21, {"name": "x", "results": "inprocess-crashes"})
    )
    part = {"madeFrom": scenarios.inprocess.made_from(), "total": 2, "outcomes": {"1": ""}}
    monkeypatch.setattr(scenarios, "read", lambda _kind: part)
    assert "not yet: 1 of 2 inprocess-crashes run" in scenarios.outcome(
        scenarios.Scenario(21, {"name": "x", "results": "inprocess-crashes"})
    )


def test_what_has_not_been_run_says_so(tmp_path):
    page = scorecard.page(tmp_path)
    assert "| random fault seeds of `sandbox`, in process | not run (0/10000) |" in page
    assert "| ordering edges whose removal is noticed | not run |" in page
    assert page.count("| not run |") >= scenarios.COUNT


def test_figures_come_from_the_results(tmp_path):
    now = scenarios.inprocess.made_from()
    Results.load("inprocess-seeds", now, 10_000, tmp_path).add({"1": "", "2": "O3 (nothing): orphans"})
    Results.load("inprocess-crashes", "older", 5, tmp_path).add({"1": ""})
    Results.load("scenarios", "x", 66, tmp_path).add({scenarios.table()[0].key: "", scenarios.table()[1].key: "O1"})
    (tmp_path / "edges.json").write_text(json.dumps({"stacks": {"dev": {"noticed": 4, "total": 5, "edges": []}}}))
    page = scorecard.page(tmp_path)
    assert "| random fault seeds of `sandbox`, in process | 2/10000 run, failures 1 |" in page
    assert "in process | 1/5 run, failures 0, on an older state of the program |" in page
    assert "| scenarios of the catalogue that passed | 1/66 |" in page
    assert "| ordering edges whose removal is noticed | dev 4/5 |" in page
    assert "| duplicates and orphans (O3) in all of these | 1 |" in page
    assert "| 2 | 503 500 408 | replay in process | failed |" in page
