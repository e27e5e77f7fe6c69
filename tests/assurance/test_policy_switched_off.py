"""Rules that a stack switches off show in every report, with the reason, and never as passed."""

import dataclasses
import json
from xml.etree import ElementTree as ET

from assurance.policy import __main__ as command
from assurance.policy import catalogue, junit, record, sarif, verdict
from tests.assurance.event_samples import RULE, pack_rules, run_of, summary


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
