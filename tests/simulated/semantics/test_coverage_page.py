"""What the coverage page claims is counted from the rules, and each rule says who says so."""

from simulated_azure.arm.names import NAME_RULES
from simulated_azure.coverage.inventory import all_rules, has_rules
from simulated_azure.coverage.page import NO_LIVE_RUN
from simulated_azure.coverage.properties import stored_plainly
from tests.simulated.arm.test_names import CASES
from tests.simulated.site import API_VERSION


def test_every_rule_has_a_source_and_none_is_remembered() -> None:
    rules = all_rules()
    assert [rule.name for rule in rules if not rule.source.strip()] == []
    assert [rule.name for rule in rules if rule.remembered] == []
    assert len(rules) > 250


def test_a_type_without_any_rule_is_known_as_such() -> None:
    assert has_rules("Microsoft.KeyVault/vaults")
    assert has_rules("microsoft.storage/storageaccounts/blobservices/containers")
    assert not has_rules("Microsoft.Dashboard/grafana")


def test_properties_that_nothing_looks_at_are_named() -> None:
    plain = stored_plainly("azure-native:keyvault:Vault")
    assert "enablePurgeProtection" not in plain
    assert "securityRules" not in stored_plainly("azure-native:network:NetworkSecurityGroup")
    assert "flushConnection" in stored_plainly("azure-native:network:NetworkSecurityGroup")


def test_every_name_rule_is_tried() -> None:
    tried = {NAME_RULES[f"microsoft.{kind.lower()}"].pattern for kind, _good, _bad in CASES}
    tried.add(NAME_RULES["microsoft.resources/resourcegroups"].pattern)  # has a test of its own: its id is no child's
    assert sorted(kind for kind, rule in NAME_RULES.items() if rule.pattern not in tried) == []


def test_no_run_has_touched_a_subscription() -> None:
    assert "no run" in NO_LIVE_RUN.lower()
    assert API_VERSION
