"""From the engine's events to reports: nothing is lost, nothing is said twice, every format holds its contract."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_policies.kit import messages
from ai_policies.kit.findings import Crashed, Unknown, Violated
from ai_policies.kit.registry import all_rules
from ai_policies.kit.settings import Waiver
from assurance.policy import __main__ as command
from assurance.policy import catalogue, events, junit, positions, record, sarif, verdict
from assurance.policy.model import Place, Result, Rule, Run, Status
from tests.assurance.event_samples import (
    FALLBACK,
    RULE,
    URN,
    WAIVER,
    policy_event,
    run_of,
    sarif_schema,
    summary,
)

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


RESULTS = st.lists(
    st.builds(
        Result,
        rule=st.one_of(st.sampled_from(catalogue.rules()), st.builds(Rule, id=st.just("foreign"), title=TEXT)),
        urn=TEXT,
        status=st.sampled_from(Status),
        level=st.sampled_from(["mandatory", "advisory"]),
        messages=st.lists(TEXT, min_size=1, max_size=2).map(tuple),
        place=st.builds(Place, file=st.just("components/storage.py"), line=st.integers(1, 10**6)),
    ),
    max_size=4,
)
RUNS = st.builds(
    Run,
    results=RESULTS,
    rules=st.just(catalogue.rules()[:2]),
    stack=TEXT,
    source=st.sampled_from(["preview", "deployed"]),
    resources=st.integers(0, 3000),
    pack=st.tuples(TEXT, st.just("0.1.0")),
    errors=st.lists(st.just("it broke"), max_size=1).map(tuple),
    disabled=st.dictionaries(st.sampled_from([rule.id for rule in catalogue.rules()[:2]]), TEXT, max_size=1),
)


@given(RUNS)
def test_sarif_is_valid_whatever_was_found(run):
    log = json.loads(sarif.write(run))
    written = log["runs"][0]
    written.pop("taxonomies")  # large, and the same in every log: validated once, below
    assert [error.message for error in sarif_schema().iter_errors(log)] == []
    rules = written["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert [rules[item["ruleIndex"]]["id"] for item in written["results"]] == [item.rule.id for item in run.results]
    assert all((item["kind"] == "fail") or item["level"] == "none" for item in written["results"])


@settings(max_examples=40)
@given(RUNS)
def test_every_format_shows_every_result(run):
    cases = ET.fromstring(junit.write(run)).findall("testsuite/testcase")  # noqa: S314 - written by us
    assert sum(case.get("file") is not None for case in cases) == len(run.results)
    assert len(json.loads(record.write(run))["results"]) == len(run.results)
    shown = verdict.markdown(run)
    assert all(shown.count(f"**[{item.rule.id}]") + shown.count(f"**{item.rule.id}**") for item in run.results)
    assert all(item.rule.url in shown for item in run.results)


@given(RUNS, st.integers(1000, 4000))
def test_the_verdict_keeps_to_its_limit_and_says_what_it_left_out(run, limit):
    run = Run(run.results * 9, run.rules, "sandbox", run.source, run.resources, run.pack)
    text = verdict.markdown(run, limit)
    assert len(text) <= limit
    left_out = len(text) < len(verdict.markdown(run, 10**9))
    assert left_out == ("left out here" in text)


@given(TEXT)
def test_text_of_a_program_stays_text_in_markdown(text):
    entry = verdict._inline(f"<b>@team\n{text}")
    assert "<" not in entry
    assert "\n" not in entry
    assert not re.search(r"@\w", entry)


def test_every_message_of_the_pack_is_recognised_by_its_kind():
    for rule in all_rules():
        wrong = messages.violated(rule, "Account 'a'", [Violated("is 'unknown until deployment: x'", "kind")], "file")
        assert messages.kind(wrong) == "violated"
        assert messages.kind(messages.expired(wrong, WAIVER)) == "violated"
        assert messages.kind(messages.waived(wrong, WAIVER)) == "waived"
        assert messages.kind(messages.unknown(rule, "Account 'a'", Unknown("kind"))) == "unknown"
        assert messages.kind(messages.corrected(rule, "Account 'a'", ["`kind` is now 'x'"])) == "corrected"
        assert messages.kind(messages.crashed(rule, "Account 'a'", Crashed("KeyError: 'a'"))) == "crashed"


def test_one_result_for_a_rule_and_a_resource_with_the_worst_status():
    run = run_of(
        policy_event("unknown"), policy_event("violated"), policy_event("unknown", path="sku"), policy_event("violated")
    )
    (result,) = run.results
    assert (result.status, result.level, result.stops) == (Status.VIOLATED, "mandatory", True)
    assert len(result.messages) == 3


def test_a_program_cannot_talk_a_violation_away():
    """A value that looks like one of our notes stands in the message of a violation."""
    shown = (
        f"{RULE.id} [STG-005, critical] StorageAccount 'x: unknown until deployment: y': `a` is true, must be false."
    )
    (result,) = run_of(policy_event("violated", message=shown)).results
    assert result.stops


def test_waivers_unknowns_and_remediations_show_in_every_format():
    remediation = {
        "policyName": "storage-secure-transfer",
        "resourceUrn": URN,
        "before": {"a": {"b": 1}},
        "after": {"a": {"b": 2}},
    }
    run = run_of(
        policy_event("waived"),
        policy_event("unknown", rule="storage-customer-key"),
        {"policyRemediationEvent": remediation},
        summary(),
    )
    assert [item.status for item in run.results] == [Status.UNKNOWN, Status.WAIVED, Status.REMEDIATED]
    assert run.verdict == "passed"
    for write in (sarif.write, junit.write, record.write, verdict.markdown, verdict.terminal):
        text = write(run)
        for told in ("unknown until deployment", "waived until 2030-01-31", "SEC-1", "a.b"):
            assert told in text, (write, told)
    suppressed = json.loads(sarif.write(run))["runs"][0]["results"][1]["suppressions"]
    assert suppressed[0]["justification"].startswith("waived until 2030-01-31 by data platform (SEC-1: ")


def test_fingerprints_depend_on_rule_and_resource_only():
    first = run_of(policy_event("violated"), places={URN: Place("a.py", 3)}).results[0]
    second = run_of(policy_event("unknown", path="other"), source="deployed").results[0]
    other = run_of(policy_event("violated", urn=f"{URN}2")).results[0]
    assert first.fingerprint == second.fingerprint != other.fingerprint


def test_a_failing_program_is_not_a_verdict():
    run = run_of({"diagnosticEvent": {"severity": "error", "message": "Program failed\n"}}, summary("failed"))
    assert (run.verdict, run.errors) == ("error", ("Program failed",))
    assert run_of(summary("failed")).verdict == "error"
    generic = {"diagnosticEvent": {"severity": "error", "message": "preview failed\n"}}
    assert run_of(policy_event("violated"), generic, summary("failed")).verdict == "stopped"
    assert run_of(policy_event("waived"), summary("succeeded")).verdict == "passed"


def test_no_line_is_invented():
    run = run_of(policy_event("violated"), policy_event("violated", urn=f"{URN}2"), places={URN: Place("a.py", 3)})
    assert [(item.place, item.exact) for item in run.results] == [(Place("a.py", 3), True), (FALLBACK, False)]


def test_malformed_events_are_named_by_line():
    with pytest.raises(events.EventsError, match=r"line 2 is no JSON event: 'panic: oh'"):
        events.read(["{}", "panic: oh"], rules=(), places={}, fallback=FALLBACK, stack="s", source="preview")


def test_places_of_a_state_are_the_innermost_lines_of_the_project():
    library = "project:///.venv/lib/python3.11/site-packages/pulumi/resource.py#12"
    frames = [{"sourcePosition": library}, {"sourcePosition": "project:///a%20b/main.py#7,3"}, {"sourcePosition": "x"}]
    resources = [
        {"urn": "one", "sourcePosition": library, "stackTrace": frames},
        {"urn": "two", "sourcePosition": library},
        {"urn": "three"},
    ]
    assert positions.of_state(resources) == {"one": Place("a b/main.py", 7)}


def test_places_of_a_preview_come_from_the_log_of_calls(tmp_path):
    request = {
        "sourcePosition": {"uri": f"file://{tmp_path}/.venv/x.py", "line": 3},
        "stackTrace": {"frames": [{"pc": {"uri": f"file://{tmp_path}/main.py", "line": 9}}, {}, {"pc": {}}]},
    }
    call = {
        "method": "/pulumirpc.ResourceMonitor/RegisterResource",
        "request": request,
        "progress": "response_completed",
    }
    lines = [
        json.dumps(call | {"response": {"urn": "one"}}),
        json.dumps(call | {"progress": "request_started"}),
        json.dumps(
            call
            | {"request": {"sourcePosition": {"uri": "file:///elsewhere.py", "line": 1}}, "response": {"urn": "two"}}
        ),
        json.dumps({"method": "/pulumirpc.Analyzer/Analyze"}),
    ]
    assert positions.of_calls(lines, tmp_path) == {"one": Place("main.py", 9)}


@pytest.mark.parametrize(
    ("found", "arguments", "code"),
    [
        ([summary()], [], 0),
        ([policy_event("waived"), policy_event("unknown", rule="search-tier")], [], 0),
        ([policy_event("unknown")], ["--fail-on-unknown"], 4),
        ([policy_event("violated")], [], 3),
        ([policy_event("violated")], ["--problem", "the pack does not start"], 1),
        ([summary("failed")], [], 1),
    ],
)
def test_exit_codes(found, arguments, code, tmp_path, capsys):
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(map(json.dumps, found)))
    out = tmp_path / "out"
    given = ["--events", str(file), "--out", str(out), "--stack", "sandbox", "--root", str(tmp_path)]
    assert command.main([*given, *arguments]) == code
    assert sorted(path.name for path in out.iterdir()) == sorted(command._WRITERS)
    assert "Stack sandbox: " in capsys.readouterr().out


def test_an_unreadable_file_is_said_kindly(tmp_path, capsys):
    assert command.main(["--events", str(tmp_path / "none"), "--out", str(tmp_path), "--stack", "sandbox"]) == 1
    assert "No such file" in capsys.readouterr().err


def test_a_waiver_that_covers_the_sample_exists():
    assert isinstance(WAIVER, Waiver)
    assert WAIVER.covers(RULE.id, URN)
