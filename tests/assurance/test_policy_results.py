"""From the engine's events to reports: nothing is lost, nothing is said twice, every format holds its contract."""

import dataclasses
import functools
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_policies.kit import messages
from ai_policies.kit.findings import Crashed, Unknown, Violated
from ai_policies.kit.registry import all_rules
from ai_policies.kit.settings import Waiver
from assurance.policy import __main__ as command
from assurance.policy import catalogue, events, junit, positions, record, sarif, taxonomies, verdict
from assurance.policy.model import Place, Result, Rule, Run, Status
from knowledge.frameworks import frameworks
from tests.assurance.event_samples import RULE, URN, WAIVER, policy_event, summary

DATA = Path(__file__).parent / "data"
FALLBACK = Place("stacks/Pulumi.sandbox.yaml")
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@functools.cache
def sarif_schema():
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text()))


@functools.cache
def pack_rules():
    return catalogue.rules()


def run_of(*found, places=None, **changes):
    lines = [json.dumps(event) for event in found]
    given = {
        "rules": pack_rules(),
        "places": places or {},
        "fallback": FALLBACK,
        "stack": "sandbox",
        "source": "preview",
    }
    return events.read(lines, **(given | changes))


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


def test_sarif_names_what_each_rule_contributes_to():
    log = json.loads(sarif.write(run_of(summary())))
    assert [error.message for error in sarif_schema().iter_errors(log)] == []
    run = log["runs"][0]
    taxa = {taxonomy["name"]: {taxon["id"] for taxon in taxonomy["taxa"]} for taxonomy in run["taxonomies"]}
    assert [item["name"] for item in run["tool"]["driver"]["supportedTaxonomies"]] == list(taxa) == list(frameworks())
    written = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    for rule in pack_rules():
        targets = [item["target"] for item in written[rule.id]["relationships"]]
        assert all(item["id"] in taxa[item["toolComponent"]["name"]] for item in targets), rule.id
        assert all(list(taxa)[item["toolComponent"]["index"]] == item["toolComponent"]["name"] for item in targets)
        assert len(targets) == sum(map(len, rule.requirements.values())), rule.id
    jailbreak = written["guardrail-jailbreak-shield"]["properties"]["tags"]
    assert {"security", "RAI-003", "OWASP-LLM01:2025", "MITRE-ATLAS-AML.M0020", "MCSB-AI-2"} <= set(jailbreak)


def test_tags_stay_within_what_is_shown_and_no_framework_is_left_out():
    assert set(taxonomies._PREFIXES) == set(frameworks())
    assert all(len(taxonomies.tags(rule)) <= taxonomies.TAG_LIMIT for rule in pack_rules())


def test_json_names_requirements_techniques_and_rules_of_others():
    found = policy_event("violated", rule="guardrail-indirect-attack-shield", message="is off")
    told = json.loads(record.write(run_of(found)))["results"][0]["rule"]
    assert "LLM01:2025" in told["requirements"]["owasp-llm-2025"]
    assert {"AML.M0020", "AML.T0051.001"} <= set(told["requirements"]["mitre-atlas"])
    shared_key = json.loads(record.write(run_of(policy_event("violated"))))["results"][0]["rule"]
    assert "CKV2_AZURE_40" in shared_key["counterparts"]["checkov"]
    assert shared_key["counterparts"]["azure_policy"]


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


def test_rules_that_are_switched_off_do_not_pass_silently(tmp_path):
    settings_file = tmp_path / "stacks" / "policy" / "sandbox.json"
    settings_file.parent.mkdir(parents=True)
    levels = {"search-tier": {"level": "disabled", "reason": "the sandbox has one replica"}, RULE.id: "disabled"}
    settings_file.write_text(json.dumps({"levels": levels}))
    off = catalogue.disabled("sandbox", tmp_path)
    assert off == {
        "search-tier": "the sandbox has one replica",
        RULE.id: f"no reason is given in {settings_file}",
    }
    run = dataclasses.replace(run_of(summary()), disabled=off)
    assert run.counts["quiet_rules"] == len(pack_rules()) - 2
    for write in (sarif.write, junit.write, record.write, verdict.markdown, verdict.terminal):
        assert "the sandbox has one replica" in write(run), write
    overrides = json.loads(sarif.write(run))["runs"][0]["invocations"][0]["ruleConfigurationOverrides"]
    assert {item["descriptor"]["id"] for item in overrides} == set(off)
    skipped = ET.fromstring(junit.write(run)).find("testsuite/testcase[@classname='search.search-tier']/skipped")  # noqa: S314 - written by us
    assert skipped is not None


def test_what_a_selection_leaves_out_is_told_as_such(tmp_path):
    settings_file = tmp_path / "stacks" / "policy" / "sandbox.json"
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text('{"select": {"services": ["search"]}}')
    off = catalogue.disabled("sandbox", tmp_path)
    assert RULE.id in off
    assert "search-tier" not in off
    assert set(off.values()) == {f"not in the selection of {settings_file}"}


def test_unusable_settings_are_a_problem_of_the_run(tmp_path):
    settings_file = tmp_path / "stacks" / "policy" / "sandbox.json"
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text('{"levels": {"search-tier": "off"}}')
    events_file = tmp_path / "events.jsonl"
    events_file.write_text(json.dumps(summary()))
    given = [
        "--events",
        str(events_file),
        "--out",
        str(tmp_path / "out"),
        "--stack",
        "sandbox",
        "--root",
        str(tmp_path),
    ]
    assert command.main(given) == 1
    assert "levels.search-tier: is" in (tmp_path / "out" / "verdict.md").read_text()


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
