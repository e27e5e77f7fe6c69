"""Adoption: what is there is waived, what is new still stops, and the list only gets shorter."""

import io
import json
from datetime import datetime

import analyzers
import landscape
import pytest
from pulumi.runtime.proto import analyzer_pb2 as proto

from ai_policies import adopt
from ai_policies.kit.registry import all_rules
from ai_policies.kit.settings import PATH_VARIABLE

RULES = all_rules()
STACK = landscape.load(deployed=True)
GIVEN = ["--stack", "sandbox", "--owner", "data platform", "--ticket", "SEC-12", "--expires", "2099-06-30"]
AGREED = ["--approved-by", "Ada", "--approved-by", "Bo"]


class Clock(datetime):
    """The day on which the compliant stack is compliant: some of what it says has a date."""

    @classmethod
    def now(cls, tz=None):
        return cls(*analyzers.TODAY.timetuple()[:3], tzinfo=tz)


@pytest.fixture(autouse=True)
def _no_other_settings(monkeypatch):
    monkeypatch.delenv(PATH_VARIABLE, raising=False)
    monkeypatch.setattr("ai_policies.kit.session.datetime", Clock)


def stack(*changes):
    items = dict(STACK)
    for path, value in changes:
        landscape.change(items, path, value)
    return items


def state(items):
    resources = [
        {
            "urn": item.urn, "type": item.token, "custom": True, "inputs": item.inputs,
            "outputs": item.inputs | item.outputs, "propertyDependencies": item.links,
        }
        for item in items.values()
    ]  # fmt: skip
    return json.dumps(
        {"version": 3, "deployment": {"resources": [{"urn": "u", "type": "pulumi:pulumi:Stack"}, *resources]}}
    )


def run(folder, text, *arguments):
    return adopt.main([*GIVEN, "--folder", str(folder), *arguments], io.StringIO(text))


def waivers(folder):
    return json.loads((folder / "stacks" / "policy" / "sandbox.json").read_text())["waivers"]


def stopped(folder, items):
    found = analyzers.analyze(analyzers.make("ours", RULES, folder), items.values())
    return {
        (item.policyName, item.urn.rpartition("::")[2]) for item in found if item.enforcementLevel == proto.MANDATORY
    }


OLD = ("storage.publicNetworkAccess", "Enabled"), ("search.networkRuleSet.ipRules", [{"value": "0.0.0.0/0"}])


def test_what_is_there_is_waived_and_what_is_new_stops(tmp_path):
    before = stopped(tmp_path, stack(*OLD))
    assert ("storage-public-network-off", "storage") in before
    assert run(tmp_path, state(stack(*OLD)), *AGREED) == 0
    assert {item["rule"] for item in waivers(tmp_path)} >= {rule for rule, _ in before}
    assert all(item["ticket"] == "SEC-12" and item["approved_by"] == ["Ada", "Bo"] for item in waivers(tmp_path))
    assert stopped(tmp_path, stack(*OLD)) == {
        ("governance-waivers-approved", "")
    }  # it lasts too long for this test's day
    worse = stack(*OLD, ("cosmos.publicNetworkAccess", "Enabled"))
    assert ("cosmos-public-network-off", "cosmos") in stopped(tmp_path, worse)


def test_a_second_run_adds_nothing(tmp_path):
    assert run(tmp_path, state(stack(*OLD)), *AGREED) == 0
    first = waivers(tmp_path)
    assert run(tmp_path, state(stack(*OLD)), *AGREED) == 0
    assert waivers(tmp_path) == first


def test_the_ratchet_takes_out_what_was_mended_and_adds_nothing(tmp_path, capsys):
    assert run(tmp_path, state(stack(*OLD)), *AGREED) == 0
    first = waivers(tmp_path)
    mended = stack(OLD[1], ("cosmos.publicNetworkAccess", "Enabled"))
    assert run(tmp_path, state(mended), "--ratchet") == 0
    left = waivers(tmp_path)
    assert {item["rule"] for item in first} - {item["rule"] for item in left} >= {"storage-public-network-off"}
    assert all(item in first for item in left)
    assert "are no longer needed and gone" in capsys.readouterr().out


def test_waivers_of_others_stay(tmp_path):
    other = {
        "rule": "storage-zone-redundant", "urn": "*", "reason": "r", "owner": "o", "ticket": "T-1", "expires": "2099-01-01"
    }  # fmt: skip
    path = tmp_path / "stacks" / "policy" / "sandbox.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"select": "strict", "waivers": [other]}))
    assert run(tmp_path, state(stack(*OLD)), *AGREED) == 0
    assert run(tmp_path, state(stack()), "--ratchet") == 0
    assert waivers(tmp_path) == [other]
    assert json.loads(path.read_text())["select"] == "strict"


def test_critical_rules_take_two_people(tmp_path, capsys):
    assert run(tmp_path, state(stack(*OLD)), "--approved-by", "Ada") == 1
    assert "waiving them takes two people: add --approved-by NAME twice" in capsys.readouterr().err
    assert not (tmp_path / "stacks" / "policy" / "sandbox.json").exists()


def test_events_of_a_preview_will_do_as_well(tmp_path):
    items = stack(*OLD)
    found = analyzers.analyze(analyzers.make("ours", RULES), items.values())
    events = [{"sequence": 1, "preludeEvent": {}}] + [
        {"policyEvent": {"resourceUrn": item.urn, "policyName": item.policyName, "message": item.message}} for item in found
    ]  # fmt: skip
    assert run(tmp_path, "\n".join(json.dumps(event) for event in events), *AGREED) == 0
    assert ("storage-public-network-off", items["storage"].urn) in {
        (item["rule"], item["urn"]) for item in waivers(tmp_path)
    }


@pytest.mark.parametrize("text", ["", "hello", "{}", "[1]", '{"deployment": []}'])
def test_other_input_is_refused(tmp_path, capsys, text):
    assert run(tmp_path, text, *AGREED) == 1
    assert "is neither the output of `pulumi stack export`" in capsys.readouterr().err


def test_a_date_that_is_none_leaves_the_file_as_it_was(tmp_path, capsys):
    assert run(tmp_path, state(stack(*OLD)), *AGREED, "--expires", "soon") == 1
    assert "must be a date such as 2027-03-31" in capsys.readouterr().err
    assert waivers(tmp_path) == []
