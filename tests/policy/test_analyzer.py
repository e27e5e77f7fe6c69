"""The dispatching analyzer as the engine meets it."""

import subprocess
import sys
from dataclasses import replace

import analyzers
import landscape
import pulumi_policy.policy
import pytest
from pulumi.runtime.proto import analyzer_pb2 as proto

from ai_policies.kit import servicer
from ai_policies.kit.registry import all_rules
from ai_policies.kit.rule import ResourceRule
from ai_policies.kit.values import WireBag

RULES = all_rules()
STACK = landscape.load(deployed=True)


def _raise(*_):
    raise ZeroDivisionError("bad rule")


def named(found, rule):
    return [item for item in found if item.policyName == rule]


def test_metadata_for_the_engine_is_the_stock_analyzers():
    infos = {kind: analyzers.make(kind, RULES).GetAnalyzerInfo(None, None) for kind in ("ours", "stock")}
    assert infos["ours"] == infos["stock"]
    policy = next(item for item in infos["ours"].policies if item.name == "storage-shared-key-off")
    assert policy.severity == proto.POLICY_SEVERITY_CRITICAL
    assert policy.framework.reference == "STG-005"
    assert policy.remediation_steps
    assert policy.url


def test_a_rule_that_raises_fails_under_its_name_and_waives_nothing():
    broken, whole = {"storage-shared-key-off", "diagnostics-present"}, "storage-public-network-off"
    rules = [rule for rule in RULES if rule.id in {*broken, whole}]
    crashing = [replace(rule, check=_raise) if rule.id in broken else rule for rule in rules]
    items = dict(STACK)
    landscape.change(items, "storage.publicNetworkAccess", "Enabled")
    for kind in ("ours", "stock"):
        found = analyzers.analyze(analyzers.make(kind, crashing), items.values())
        for rule in broken:
            assert named(found, rule)
            for item in named(found, rule):
                assert item.enforcementLevel == proto.MANDATORY
                assert "ZeroDivisionError: bad rule" in item.message
        [item] = named(found, whole)
        assert "`publicNetworkAccess`" in item.message


def test_an_unknown_about_one_resource_hides_no_violation_of_another():
    items = dict(STACK)
    landscape.change(items, "zones-account.privateDnsZoneConfigs", landscape.UNKNOWN)
    landscape.drop(items, "zones-vault")
    [rule] = [rule for rule in RULES if rule.id == "private-endpoint-zones"]
    found = analyzers.analyze(analyzers.make("ours", [rule]), items.values())
    assert {item.urn.rpartition("::")[2]: item.enforcementLevel for item in found} == {
        "zones-account": proto.ADVISORY,
        "pe-vault": proto.MANDATORY,
    }


@pytest.mark.thorough
def test_both_analyzers_agree_on_the_whole_stack_before_deployment():
    items = landscape.load(deployed=False)
    landscape.change(items, "storage.publicNetworkAccess", "Enabled")
    landscape.drop(items, "pe-search")
    found = {kind: analyzers.analyze(analyzers.make(kind, RULES), items.values()) for kind in ("ours", "stock")}
    verdicts = {
        kind: {rule.id: analyzers.verdict(diagnostics, rule.id) for rule in RULES}
        for kind, diagnostics in found.items()
    }
    assert verdicts["ours"] == verdicts["stock"]


def test_nothing_is_decoded_for_types_without_rules(monkeypatch):
    decoded = []
    monkeypatch.setattr(WireBag, "get", lambda self, key: decoded.append(key))
    made = analyzers.make("ours", RULES)
    for token in ("azure-native:network:VirtualNetworkPeering", "aws:s3/bucket:Bucket", "pulumi:pulumi:Stack"):
        item = landscape.Item("x", token, "", {"location": "swedencentral"})
        assert analyzers.analyze(made, [item], stack=False) == []
    assert decoded == []


def test_only_rules_of_the_type_run():
    calls = []
    spying = [replace(rule, check=lambda _, rule=rule: calls.append(rule.id) or ()) for rule in RULES]
    analyzers.analyze(analyzers.make("ours", spying), [STACK["registry"]], stack=False)
    kind = "Microsoft.ContainerRegistry/registries"
    assert sorted(calls) == sorted(r.id for r in RULES if isinstance(r, ResourceRule) and kind in r.types)


def test_drift_is_judged_after_deployment_but_not_in_a_preview():
    item = replace(STACK["storage"], outputs={"publicNetworkAccess": "Enabled"}, messages=[])
    for is_preview, expected in ((False, 1), (True, 0)):
        made = analyzers.make("ours", RULES)
        made.ConfigureStack(
            proto.AnalyzerStackConfigureRequest(stack="sandbox", dry_run=is_preview), analyzers.Context()
        )
        found = named(analyzers.analyze(made, [item]), "storage-public-network-off")
        assert len(found) == expected


def test_violations_of_one_resource_are_one_message():
    items = dict(STACK)
    landscape.change(items, "storage.allowSharedKeyAccess", True)
    landscape.change(items, "storage.defaultToOAuthAuthentication", False)
    found = analyzers.analyze(analyzers.make("ours", RULES), items.values())
    [item] = named(found, "storage-shared-key-off")
    assert (
        "`allowSharedKeyAccess` is true, must be false; `defaultToOAuthAuthentication` is false, must be true."
        in item.message
    )


def test_another_version_of_the_sdk_keeps_the_stock_analyzer(monkeypatch):
    before = pulumi_policy.policy._PolicyAnalyzerServicer
    monkeypatch.setattr(servicer, "version", lambda _: "1.22.0")
    assert servicer.install(analyzers.Session(RULES, analyzers.NOWHERE)) is False
    assert pulumi_policy.policy._PolicyAnalyzerServicer is before


def test_generic_resource_is_judged_like_the_typed_one():
    inputs = {
        "resourceProviderNamespace": "Microsoft.Storage", "resourceType": "storageAccounts", "resourceName": "st1",
        "properties": {"allowSharedKeyAccess": True, "defaultToOAuthAuthentication": True},
    }  # fmt: skip
    item = landscape.Item("raw", "azure-native:resources:Resource", "", inputs)
    for kind in ("ours", "stock"):
        [found] = named(analyzers.analyze(analyzers.make(kind, RULES), [item], stack=False), "storage-shared-key-off")
        assert "Microsoft.Storage/storageAccounts 'raw': `properties.allowSharedKeyAccess` is true" in found.message


def test_the_pack_stands_alone(tmp_path, pytestconfig):
    """A copy of the folder, without this repository on the path, finds all its rules."""
    program = (
        "import sys; sys.path = [p for p in sys.path if 'site-packages' in p or 'lib/python' in p or p.endswith('.zip')];"
        f"sys.path.insert(0, {str(pytestconfig.rootpath / 'policy_pack')!r});"
        "from ai_policies.kit.registry import all_rules; print(len(all_rules()));"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'components','landing_zone','knowledge','pydantic','pulumi_azure_native'}))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split("\n")[:2] == [str(len(RULES)), "[]"]
