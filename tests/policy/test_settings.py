"""Levels, parameters and waivers: read strictly, applied by name, and visible in what is reported."""

import json

import analyzers
import landscape
import pytest
from pulumi.runtime.proto import analyzer_pb2 as proto

from ai_policies.kit.registry import all_rules
from ai_policies.kit.settings import PATH_VARIABLE, SettingsError, load, locate

RULES = all_rules()
STACK = landscape.load(deployed=True)
WAIVER = {
    "rule": "storage-shared-key-off",
    "urn": "*::storage",
    "reason": "the importer needs a key until it is replaced",
    "owner": "data platform",
    "expires": "2027-06-30",
    "ticket": "SEC-12",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv(PATH_VARIABLE, raising=False)
    (tmp_path / "stacks" / "policy").mkdir(parents=True)
    return tmp_path


def write(folder, content):
    path = folder / "stacks" / "policy" / "sandbox.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def breached():
    items = dict(STACK)
    # What surrounds the account does not matter here.
    return [landscape.change(items, "storage.allowSharedKeyAccess", True)]


def reports(folder, rule="storage-shared-key-off"):
    found = analyzers.analyze(analyzers.make("ours", RULES, folder), breached())
    return [(item.enforcementLevel, item.message) for item in found if item.policyName == rule]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "$: not readable as JSON"),
        ([], "$: must be an object"),
        ({"level": {}}, "unknown key 'level', did you mean 'levels'?"),
        ({"levels": {"storage-shared-keys-off": "advisory"}}, "levels.storage-shared-keys-off: no rule 'storage-shared-keys-off', did you mean 'storage-shared-key-off'?"),
        ({"levels": {"search-tier": {"level": "off", "reason": "x"}}}, 'levels.search-tier: is "off", must be one of advisory, mandatory, remediate, disabled'),
        ({"levels": {"search-tier": {"level": "disabled"}}}, "levels.search-tier.reason: must be a text that is not empty, is null"),
        ({"levels": {"search-tier": {"level": "disabled", "why": "x"}}}, "levels.search-tier: unknown key 'why'; known: level, reason"),
        ({"levels": {"storage-shared-key-off": "off"}}, 'levels.storage-shared-key-off: is "off", must be one of advisory, mandatory, remediate, disabled'),
        ({"parameters": {"storage-zone-redundant": {"sku": []}}}, "unknown key 'sku', did you mean 'skus'?"),
        ({"parameters": {"storage-zone-redundant": {"skus": "Standard_LRS"}}}, "parameters.storage-zone-redundant.skus: must be a list"),
        ({"parameters": {"key-vault-purge-protection": {"minimum_days": "7"}}}, "minimum_days: must be a number"),
        ({"waivers": {}}, "waivers: must be a list"),
        ({"waivers": [{**WAIVER, "owner": ""}]}, "waivers[0].owner: must be a text that is not empty"),
        ({"waivers": [{**WAIVER, "expires": "soon"}]}, "waivers[0].expires: is 'soon', must be a date"),
        ({"waivers": [{**WAIVER, "until": "x"}]}, "waivers[0]: unknown key 'until'"),
        ({"waivers": [{key: WAIVER[key] for key in WAIVER if key != "ticket"}]}, "waivers[0].ticket: must be a text"),
        ({"waivers": [{**WAIVER, "rule": "nothing"}]}, "waivers[0].rule: no rule 'nothing'"),
        ({"waivers": [{**WAIVER, "approved_by": "somebody"}]}, "waivers[0].approved_by: must be a list"),
        ({"waivers": [{**WAIVER, "approved_by": ["a", " "]}]}, "waivers[0].approved_by[1]: must be a text that is not empty"),
        ({"parameters": {"storage-zone-redundant": {"skus": [1]}}}, "parameters.storage-zone-redundant.skus: must be a list of texts"),
    ],
)  # fmt: skip
def test_malformed_settings_end_the_run_with_file_path_and_reason(folder, content, expected):
    path = write(folder, content)
    with pytest.raises(analyzers.Aborted) as aborted:
        reports(folder)
    assert "INVALID_ARGUMENT" in str(aborted.value)
    assert str(path) in str(aborted.value)
    assert expected in str(aborted.value)


def test_variable_names_the_file(folder, monkeypatch, tmp_path):
    monkeypatch.setenv(PATH_VARIABLE, str(tmp_path / "missing.json"))
    with pytest.raises(SettingsError, match="no such file"):
        locate("sandbox", folder)
    (tmp_path / "missing.json").write_text("{}")
    assert locate("sandbox", folder) == tmp_path / "missing.json"


def test_without_a_file_defaults_hold_and_messages_say_so(folder):
    [(level, message)] = reports(folder)
    assert level == proto.MANDATORY
    assert "built-in defaults" in message


def test_levels_apply_and_messages_name_the_file(folder):
    path = write(folder, {"levels": {"storage-shared-key-off": "advisory"}})
    [(level, message)] = reports(folder)
    assert level == proto.ADVISORY
    assert str(path) in message
    write(folder, {"levels": {"storage-shared-key-off": {"level": "disabled", "reason": "no tokens yet"}}})
    assert reports(folder) == []
    write(folder, {"levels": {"all": "disabled"}})
    assert reports(folder) == []
    write(folder, {"levels": {"all": "disabled", "storage-shared-key-off": "mandatory"}})
    assert reports(folder)[0][0] == proto.MANDATORY


def test_engine_configuration_outranks_the_file(folder):
    write(folder, {"levels": {"storage-shared-key-off": "mandatory"}})
    made = analyzers.make("ours", RULES, folder)
    request = proto.ConfigureAnalyzerRequest(
        policyConfig={"storage-shared-key-off": proto.PolicyConfig(enforcementLevel=proto.ADVISORY)}
    )
    made.Configure(request, analyzers.Context())
    found = [item for item in analyzers.analyze(made, breached()) if item.policyName == "storage-shared-key-off"]
    assert [item.enforcementLevel for item in found] == [proto.ADVISORY]


def test_parameters_change_the_verdict(folder):
    items = dict(STACK)
    landscape.change(items, "deployment.sku.name", "GlobalStandard")
    write(folder, {"parameters": {"deployment-data-boundary": {"skus": ["GlobalStandard"]}}})
    found = analyzers.analyze(analyzers.make("ours", RULES, folder), [items["deployment"]])
    assert not [item for item in found if item.policyName == "deployment-data-boundary"]


def test_waiver_turns_a_violation_into_a_note(folder):
    write(folder, {"waivers": [WAIVER]})
    [(level, message)] = reports(folder)
    assert level == proto.ADVISORY
    assert "waived until 2027-06-30 by data platform (SEC-12: the importer needs a key" in message
    assert reports(folder, "governance-waivers-used") == []


def test_the_stock_analyzer_tells_of_waivers_beside_its_verdict(folder, capsys):
    """A report of pulumi_policy takes the level of its policy, so a note about a waiver cannot be one."""
    write(folder, {"waivers": [WAIVER]})
    rule = next(rule for rule in RULES if rule.id == "storage-shared-key-off")
    for kind, told in (("ours", False), ("stock", True)):
        found = analyzers.analyze(analyzers.make(kind, [rule], folder), breached(), stack=False)
        assert all(item.enforcementLevel == proto.ADVISORY for item in found)
        assert ("waived until 2027-06-30 by data platform" in capsys.readouterr().err) is told


def test_expired_waiver_fails_and_says_so(folder):
    write(folder, {"waivers": [{**WAIVER, "expires": "2027-01-14"}]})
    [(level, message)] = reports(folder)
    assert level == proto.MANDATORY
    assert "expired on 2027-01-14" in message


def test_waiver_covers_through_its_last_day(folder):
    write(folder, {"waivers": [{**WAIVER, "expires": "2027-01-15"}]})
    assert reports(folder)[0][0] == proto.ADVISORY


def test_unused_waiver_is_reported(folder):
    write(folder, {"waivers": [WAIVER, {**WAIVER, "urn": "*::elsewhere"}]})
    [(level, message)] = reports(folder, "governance-waivers-used")
    assert level == proto.ADVISORY
    assert "storage-shared-key-off for *::elsewhere" in message


@pytest.mark.parametrize(
    ("changes", "level", "expected"),
    [
        ({}, proto.MANDATORY, "is from a critical rule and has 0 of 2 names in `approved_by`: storage-shared-key-off"),
        ({"approved_by": ["Ada", " ada"]}, proto.MANDATORY, "has 1 of 2 names"),
        ({"approved_by": ["Ada", "Bo"]}, None, ""),
        ({"rule": "storage-firewall-denies"}, None, ""),
        ({"approved_by": ["Ada", "Bo"], "expires": "2028-01-15"}, None, ""),
        ({"approved_by": ["Ada", "Bo"], "expires": "2028-01-16"}, proto.MANDATORY, "lasts 366 days more, 365 are accepted"),
    ],
)  # fmt: skip
def test_a_waiver_must_be_short_and_agreed_on(folder, changes, level, expected):
    write(folder, {"waivers": [{**WAIVER, **changes}], "parameters": {"governance-waivers-current": {"warn_days": 0}}})
    found = reports(folder, "governance-waivers-approved")
    assert [item for item, _ in found] == ([level] if level is not None else [])
    assert all(expected in message for _, message in found)


def test_how_long_and_by_how_many_are_parameters(folder):
    parameters = {"governance-waivers-approved": {"maximum_days": 30, "approvers": 1}}
    write(folder, {"waivers": [{**WAIVER, "approved_by": ["Ada"]}], "parameters": parameters})
    [(_, message)] = reports(folder, "governance-waivers-approved")
    assert "lasts 166 days more, 30 are accepted" in message
    assert "is from a critical rule" not in message


@pytest.mark.parametrize(
    ("expires", "warn_days", "expected"),
    [
        ("2027-02-14", 30, "runs out in 30 days, on 2027-02-14: storage-shared-key-off for *::storage"),
        ("2027-02-15", 30, ""),
        ("2027-01-15", 30, "runs out in 0 days"),
        ("2027-02-15", 60, "runs out in 31 days"),
        ("2027-01-14", 30, "ran out on 2027-01-14"),
    ],
)
def test_a_waiver_that_ends_soon_is_announced(folder, expires, warn_days, expected):
    parameters = {"governance-waivers-current": {"warn_days": warn_days}}
    write(folder, {"waivers": [{**WAIVER, "expires": expires}], "parameters": parameters})
    found = reports(folder, "governance-waivers-current")
    assert [level for level, _ in found] == ([proto.ADVISORY] if expected else [])
    assert all(expected in message for _, message in found)


def test_settings_of_the_repository_are_valid(pytestconfig):
    folder = pytestconfig.rootpath / "stacks" / "policy"
    files = [file for file in folder.glob("*.json") if file.name != "schema.json"]
    assert files
    for file in files:
        load(file, RULES)
        assert json.loads(file.read_text())["$schema"] == "./schema.json"
