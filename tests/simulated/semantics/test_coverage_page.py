"""What the coverage page claims is counted from the rules, and each rule says who says so."""

from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.arm.names import NAME_RULES
from simulated_azure.coverage import free_text
from simulated_azure.coverage.inventory import all_rules, has_rules
from simulated_azure.coverage.page import NO_LIVE_RUN
from simulated_azure.coverage.plain import joined, looked_at, plain_in
from simulated_azure.coverage.sdk import body_names, stored_plainly, tokens
from simulated_azure.coverage.sentence import LIST, sentence
from tests.simulated.arm.test_names import CASES
from tests.simulated.site import API_VERSION

NETWORK = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"


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


def test_what_the_sdk_shows_below_properties_counts() -> None:
    assert "networkAcls" in stored_plainly("azure-native:keyvault:Vault")


def test_a_body_holds_what_nothing_looks_at() -> None:
    plain = {"sku": {"name": "a"}, "properties": {"enableVmProtection": True, "addressSpace": {}, "subnets": []}}
    common = {"id": "x", "location": "y", "tags": {}, "properties": {"provisioningState": "Succeeded"}}
    assert plain_in(NETWORK, plain) == {"Microsoft.Network/virtualNetworks": ("enableVmProtection", "sku")}
    assert plain_in(NETWORK, common) == {}
    grafana = NETWORK.replace("Microsoft.Network/virtualNetworks", "Microsoft.Dashboard/grafana")
    assert plain_in(grafana, common) == {"Microsoft.Dashboard/grafana": ()}
    both = joined(
        [
            plain_in(NETWORK, plain),
            plain_in(NETWORK.replace("Network/", "network/"), {"zones": []}),
            plain_in(grafana, {}),
        ]
    )
    assert both == {
        "Microsoft.Dashboard/grafana": (),
        "Microsoft.Network/virtualNetworks": ("enableVmProtection", "sku", "zones"),
    }


@given(st.dictionaries(st.sampled_from(["A.b/c", "A.b/d", "E.f/g"]), st.sets(st.sampled_from("klmnop")), min_size=1))
def test_the_sentence_names_types_and_few_properties(found: dict[str, set[str]]) -> None:
    said = sentence({arm_type: tuple(sorted(names)) for arm_type, names in found.items()})
    count = sum(map(len, found.values()))
    assert all(f"the whole of {arm_type}" in said for arm_type, names in found.items() if not names)
    if count > 6:
        assert f"{count} properties of {sum(map(bool, found.values()))} types" in said
        assert LIST in said
    else:
        for arm_type, names in found.items():
            assert not names or f"{', '.join(sorted(names))} of {arm_type}" in said


def test_free_text_is_a_property_that_no_rule_reads() -> None:
    by_type = {arm_type: token for token, arm_type in tokens()}
    for arm_type, name, source in free_text.rows():
        assert name in body_names(by_type[arm_type]), (arm_type, name)
        assert name not in looked_at(arm_type), (arm_type, name)
        assert name not in stored_plainly(by_type[arm_type])
        assert source


def test_every_name_rule_is_tried() -> None:
    tried = {NAME_RULES[f"microsoft.{kind.lower()}"].pattern for kind, _good, _bad in CASES}
    tried.add(NAME_RULES["microsoft.resources/resourcegroups"].pattern)  # has a test of its own: its id is no child's
    assert sorted(kind for kind, rule in NAME_RULES.items() if rule.pattern not in tried) == []


def test_no_run_has_touched_a_subscription() -> None:
    assert "no run" in NO_LIVE_RUN.lower()
    assert API_VERSION
