"""Reports name what each rule contributes to, in every format that has a place for it."""

import json

from assurance.policy import record, sarif, taxonomies
from knowledge.frameworks import frameworks
from tests.assurance.event_samples import pack_rules, policy_event, run_of, sarif_schema, summary


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
