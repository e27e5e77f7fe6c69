"""The replay, its oracles and its seeds: a small sample of what `make reliability` runs in full."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from simulated_azure.arm.facts import hard_day
from simulated_azure.faults.plan import AFTER, BEFORE, DURING, ENDED, Fault
from tests.engine.harness import made_by_azure
from tests.reliability import inprocess, oracles, plans, session, trace
from tests.reliability.plans import Trial
from tests.reliability.results import Results
from tests.reliability.stack import IntegrityError, Stack
from toolchain import recover

pytestmark = pytest.mark.thorough

SHOWN_ELSEWHERE = {
    "endpointApprovalMinutes",  # a refresh sees a late approval, as it should: tests/engine/test_replacement.py
    "gatewaySubnetHoldMinutes",  # `destroy` stops at the subnet and says so: scenario 60
}


@pytest.fixture(scope="module")
def clean() -> session.Target:
    return inprocess.target()


def test_the_trace_reads_back_as_it_was_written():
    steps = trace.load()
    assert len(steps) > 100
    assert trace.dump(steps) == trace.FILE.read_text(encoding="utf-8")


def test_only_what_azure_makes_by_itself_is_unknown_to_the_state(clean: session.Target):
    assert [key for key in clean.by_azure if not made_by_azure(key)] == []
    assert clean.left == set()


@pytest.mark.parametrize("seed", [0, 171, 567, 5300])
def test_a_seed_converges(clean: session.Target, seed: int):
    assert session.attempt(clean, plans.trial(seed, clean.types)) == ""


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("up", Fault("crash", "create", phase=AFTER, victim="engine", ordinal=40)),
        ("up", Fault("crash", "create", phase=BEFORE, victim="provider", ordinal=70)),
        ("up", Fault("drop", "create", phase=AFTER, times=4, ordinal=30)),
        ("up", Fault("answer", "create", phase=DURING, status=500, ordinal=55)),
        ("update", Fault("crash", "update", phase=ENDED, victim="engine", ordinal=20)),
        ("destroy", Fault("crash", "delete", phase=AFTER, victim="engine", ordinal=60)),
    ],
)
def test_a_crash_point_converges(clean: session.Target, command: str, fault: Fault):
    assert session.attempt(clean, Trial(0, command, 8, (fault,))) == ""


@pytest.mark.parametrize("command", ["up", "update", "destroy"])
@pytest.mark.parametrize("program", [inprocess.SANDBOX, "dev"])
def test_a_bad_day_of_azure_needs_no_second_run(program: str, command: str):
    facts = {name: value for name, value in hard_day().items() if name not in SHOWN_ELSEWHERE}
    trial = Trial(0, command, 16, (), tuple(facts.items()))
    assert session.attempt(inprocess.target(program), trial, once=True) == ""


def test_a_seed_means_the_same_every_time(clean: session.Target):
    assert plans.trial(7, clean.types) == plans.trial(7, clean.types)
    assert plans.trial(7, clean.types) != plans.trial(8, clean.types)


def test_a_recovery_that_forgets_what_exists_is_noticed_and_shrunk(
    clean: session.Target, monkeypatch: pytest.MonkeyPatch
):
    real = recover.plan
    monkeypatch.setattr(recover, "plan", lambda *given: replace(real(*given), imports=(), others=()))
    monkeypatch.setattr(session.adopt, "find", lambda *_given: [])
    crash = Fault("crash", "create", phase=AFTER, victim="engine", ordinal=12)
    slow = Fault("slow", "create", phase=DURING, factor=2.0, times=3)
    trial = Trial(0, "up", 8, (slow, crash))
    small = plans.shrink(trial, lambda each: bool(session.attempt(clean, each)))
    assert session.attempt(clean, trial).startswith("O1")
    assert (small.faults, small.parallel) == ((crash,), 1)


def test_an_orphan_is_noticed(clean: session.Target, monkeypatch: pytest.MonkeyPatch):
    """A resource that leaves the state while it stays in the cloud."""
    real = recover.plan
    monkeypatch.setattr(recover, "plan", lambda *given: replace(real(*given), imports=()))
    monkeypatch.setattr(session.adopt, "find", lambda *_given: [])
    assert "O1" in session.attempt(
        clean, Trial(0, "up", 8, (Fault("crash", "create", phase=AFTER, victim="engine", ordinal=3),))
    )


def test_clouds_are_compared_by_content():
    oracles.same_cloud({"a": ('{"x":1,"y":2}', False)}, {"a": ('{"y":2,"x":1}', False)})
    for other in ({"a": ('{"x":1}', False)}, {"a": ('{"x":1,"y":2}', True)}, {}):
        with pytest.raises(oracles.BrokenError, match="O2"):
            oracles.same_cloud(other, {"a": ('{"x":1,"y":2}', False)})


def test_the_state_refuses_what_the_engine_would_refuse():
    stack = Stack()
    stack.add({"urn": "a", "dependencies": []})
    stack.add({"urn": "b", "dependencies": ["a"]})
    with pytest.raises(IntegrityError, match="before"):
        stack.add({"urn": "c", "dependencies": ["d"]})
    with pytest.raises(IntegrityError, match="left the state before"):
        stack.drop("a")
    with pytest.raises(IntegrityError, match="two resources"):
        stack.load({"deployment": {"resources": [{"urn": "a", "dependencies": []}] * 2, "pending_operations": []}})


def test_a_checkpoint_has_first_what_the_run_is_through_with():
    """Seed 5300: what was adopted stands at the end, and what needs it is updated after it."""
    stack = Stack()
    stack.load({"deployment": {"resources": [{"urn": "b", "dependencies": []}], "pending_operations": []}})
    stack.add({"urn": "a", "dependencies": []})
    stack.begin()
    stack.add({"urn": "a", "dependencies": []})
    stack.add({"urn": "b", "dependencies": ["a"]})
    assert [each["urn"] for each in stack.export()["deployment"]["resources"]] == ["a", "b"]
    stack.load(stack.export())


def test_results_are_kept_and_belong_to_what_they_were_made_from(tmp_path):
    results = Results.load("x", "one", 3, tmp_path)
    results.add({"1": "", "2": "O2"})
    assert Results.load("x", "one", 3, tmp_path).failures == {"2": "O2"}
    assert Results.load("x", "other", 3, tmp_path).outcomes == {}


def test_a_smaller_plan_has_fewer_faults_or_strikes():
    chance = random.Random(1)  # noqa: S311 # chosen for repetition
    faults = tuple(Fault("drop", times=chance.randint(1, 4)) for _ in range(4))
    small = plans.shrink(Trial(1, "up", 64, faults), lambda each: len(each.faults) >= 2)
    assert (len(small.faults), small.parallel, [each.times for each in small.faults]) == (2, 1, [1, 1])
