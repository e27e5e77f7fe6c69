"""A fault plan: what its file may say, and what one says that it may not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.errors import ArmError
from simulated_azure.cli import main
from simulated_azure.faults.plan import EFFECTS, OPERATIONS, Fault, parse_fault, parse_plan

BUSY = {"operation": "create", "type": "Microsoft.Network/*", "answer": {"status": 429, "code": "TooManyRequests"}}
FAULTS = st.builds(
    Fault,
    effect=st.sampled_from(sorted(EFFECTS)),
    operation=st.sampled_from(OPERATIONS),
    type=st.sampled_from(["*", "Microsoft.Network/virtualNetworks"]),
    ordinal=st.integers(1, 9),
    times=st.integers(1, 9),
    status=st.integers(400, 599),
    code=st.just("Busy"),
    retry_after=st.none() | st.integers(0, 9),
    victim=st.sampled_from(["provider", "engine"]),
    factor=st.floats(1, 1000),
).flatmap(lambda fault: st.sampled_from(EFFECTS[fault.effect]).map(lambda phase: replace(fault, phase=phase)))


@given(FAULTS)
def test_what_is_written_reads_back(fault):
    written = json.loads(json.dumps(fault.to_json()))
    assert parse_fault(written, "faults[0]", "plan.json").to_json() == fault.to_json()


@pytest.mark.parametrize(
    ("plan", "path", "accepted"),
    [
        ("[]", "plan.json", '{"faults": [...]}'),
        ("{", "plan.json", "not JSON"),
        ({"faults": [], "seed": 1}, "plan.json", "one key"),
        ({"faults": ["x"]}, "faults[0]", "an object"),
        ({"faults": [BUSY, {"operation": "get"}]}, "faults[1]", "exactly one of answer, drop, crash, slow"),
        ({"faults": [{**BUSY, "drop": True}]}, "faults[0]", "exactly one of"),
        ({"faults": [{**BUSY, "operation": "put"}]}, "faults[0].operation", "one of any, get"),
        ({"faults": [{**BUSY, "ordinal": 0}]}, "faults[0].ordinal", "a whole number from 1"),
        ({"faults": [{**BUSY, "times": True}]}, "faults[0].times", "a whole number from 1"),
        ({"faults": [{**BUSY, "wher": "x"}]}, "faults[0].wher", "one of the keys operation, type"),
        ({"faults": [{"answer": {"status": 200, "code": "OK"}}]}, "faults[0].answer.status", "from 400 to 599"),
        ({"faults": [{"answer": {"status": 429}}]}, "faults[0].answer", "status, code"),
        ({"faults": [{"answer": {"status": 429, "code": "x", "retry": 3}}]}, "faults[0].answer.retry", "retryAfter"),
        ({"faults": [{"crash": "program"}]}, "faults[0].crash", "one of provider, engine"),
        ({"faults": [{"slow": 0.5, "phase": "during-operation"}]}, "faults[0].slow", "from 1 to 1000"),
        ({"faults": [{"slow": 2}]}, "faults[0].phase", "one of during-operation for slow"),
        ({"faults": [{"drop": False}]}, "faults[0].drop", "true"),
    ],
)
def test_a_mistake_is_told_with_its_path_and_what_is_accepted(plan, path, accepted):
    with pytest.raises(ArmError) as refused:
        parse_plan(plan if isinstance(plan, str) else json.dumps(plan), "plan.json")
    assert path in refused.value.message
    assert accepted in refused.value.message


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMULATED_AZURE_WORLD", str(tmp_path / "world.sqlite"))
    monkeypatch.setenv("SIMULATED_AZURE_TIME_SCALE", "0")
    return tmp_path


def test_a_user_sets_shows_and_clears_a_plan(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = world / "plan.json"
    plan.write_text(json.dumps({"faults": [BUSY, {"crash": "engine", "operation": "write", "ordinal": 7}]}))
    assert main(["faults", "--set", str(plan)]) == 0
    shown = capsys.readouterr().out
    assert "create of Microsoft.Network/*, number 1, before-apply: answer" in shown
    assert 'write of everything, number 7, before-apply: crash "engine"' in shown
    assert "2 planned faults" in shown
    assert main(["faults", "--json"]) == 0
    assert [item["struck"] for item in json.loads(capsys.readouterr().out)["faults"]] == [0, 0]
    assert main(["faults", "--clear"]) == 0
    assert "0 planned faults" in capsys.readouterr().out


def test_a_bad_plan_changes_nothing(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = world / "plan.json"
    plan.write_text(json.dumps({"faults": [BUSY]}))
    assert main(["faults", "--set", str(plan)]) == 0
    plan.write_text(json.dumps({"faults": [{**BUSY, "phase": "never"}]}))
    assert main(["faults", "--set", str(plan)]) == 1
    assert 'plan.json: faults[0].phase is "never"; accepted: one of before-apply' in capsys.readouterr().err
    assert main(["faults", "--set", str(world / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main(["faults"]) == 0
    assert "1 planned faults" in capsys.readouterr().out
