"""Foundry: private, keyless, guarded, and written one resource at a time."""

from typing import Any

import pytest
from ai_samples import foundry_args
from harness import deploy, value_of

from components.foundry import Foundry
from components.foundry.content_filters import content_filters, guardrail

COGNITIVE = "azure-native:cognitiveservices:"


@pytest.fixture(scope="module")
def deployment():
    return deploy(lambda: Foundry("foundry", foundry_args()))


def test_what_is_created(deployment):
    assert deployment.census() == {
        f"{COGNITIVE}Account": 1,
        f"{COGNITIVE}Deployment": 2,
        f"{COGNITIVE}Project": 1,
        f"{COGNITIVE}ProjectConnection": 2,
        f"{COGNITIVE}RaiBlocklist": 1,
        f"{COGNITIVE}RaiBlocklistItem": 2,
        f"{COGNITIVE}RaiPolicy": 1,
        "azure-native:monitor:DiagnosticSetting": 2,
        "azure-native:network:PrivateDnsZoneGroup": 1,
        "azure-native:network:PrivateEndpoint": 1,
    }
    assert {resource.parent for resource in deployment.resources if resource.custom} == {"foundry"}


def test_no_two_writes_under_the_account_at_the_same_time(deployment):
    writes = [r for r in deployment.resources if r.type.startswith(COGNITIVE)]
    writes.append(deployment.one("azure-native:network:PrivateEndpoint"))
    assert len(writes) == 11
    assert deployment.totally_ordered(writes)


def test_order_under_the_account(deployment):
    names = [
        "foundry", "foundry-blocklist", "foundry-blocklist-project-names", "foundry-blocklist-card-numbers",
        "foundry-guardrail", "foundry-model-chat", "foundry-model-embeddings", "foundry-project",
        "foundry-connection-search", "foundry-connection-artifacts", "foundry-endpoint",
    ]  # fmt: skip
    assert deployment.ordered(*[deployment.named(name) for name in names])


def test_account_is_private_and_takes_entra_tokens_only(deployment):
    account = deployment.one(f"{COGNITIVE}Account")
    properties = account.inputs["properties"]
    assert (account.inputs["kind"], account.inputs["sku"]) == ("AIServices", {"name": "S0"})
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["networkAcls"]["defaultAction"] == "Deny"
    assert properties["disableLocalAuth"] is True
    assert properties["allowProjectManagement"] is True
    assert properties["restrictOutboundNetworkAccess"] is True
    assert properties["allowedFqdnList"] == []
    assert properties["networkInjections"] == [
        {"scenario": "agent", "subnetArmId": "/subnets/agents", "useMicrosoftManagedNetwork": False}
    ]


def test_account_is_encrypted_with_the_customers_key_and_follows_its_rotation(deployment):
    account = deployment.one(f"{COGNITIVE}Account")
    assert account.inputs["properties"]["encryption"] == {
        "keySource": "Microsoft.KeyVault",
        "keyVaultProperties": {
            "keyVaultUri": "https://kv-example.vault.azure.net/",
            "keyName": "foundry",
            "identityClientId": "client-encryption",
        },
    }
    assert account.inputs["identity"] == {
        "type": "UserAssigned",
        "userAssignedIdentities": ["/identities/foundry", "/identities/encryption"],
    }


def test_what_azure_cannot_change_replaces(deployment):
    assert {"kind", "properties.customSubDomainName"} <= deployment.one(f"{COGNITIVE}Account").replace_on_changes
    assert "properties.model.name" in deployment.of_type(f"{COGNITIVE}Deployment")[0].replace_on_changes


def test_children_follow_the_account_when_it_is_replaced(deployment):
    children = [r for r in deployment.resources if r.type.startswith(COGNITIVE) and r.name != "foundry"]
    assert all("foundry" in child.property_dependencies["accountName"] for child in children)


def test_deployments_name_the_guardrail_and_keep_their_version(deployment):
    for resource in deployment.of_type(f"{COGNITIVE}Deployment"):
        assert resource.inputs["properties"]["raiPolicyName"] == "landing-zone"
        assert resource.inputs["properties"]["versionUpgradeOption"] == "NoAutoUpgrade"
    assert deployment.one(f"{COGNITIVE}RaiPolicy").inputs["raiPolicyName"] == "landing-zone"


def test_connections_have_no_key(deployment):
    for resource in deployment.of_type(f"{COGNITIVE}ProjectConnection"):
        # The SDK leaves the keys of a plain dictionary as they are here: `auth_type` would reach Azure.
        assert set(resource.inputs["properties"]) == {"authType", "category", "target", "isSharedToAll", "metadata"}
        assert resource.inputs["properties"]["authType"] == "AAD"
        assert resource.inputs["properties"]["metadata"]["ApiType"] == "Azure"


def test_endpoint_has_the_three_zones(deployment):
    group = deployment.one("azure-native:network:PrivateDnsZoneGroup")
    zones = {
        config["privateDnsZoneId"].removeprefix("/zones/privatelink.")
        for config in group.inputs["privateDnsZoneConfigs"]
    }
    assert zones == {"cognitiveservices.azure.com", "openai.azure.com", "services.ai.azure.com"}


def test_outputs(deployment):
    foundry = deployment.result
    assert value_of(foundry.endpoint) == "https://aif-example.cognitiveservices.azure.com/"
    assert value_of(foundry.account_name) == "aif-example"
    assert value_of(foundry.project_endpoint).startswith("https://aif-example.services.ai.azure.com/api/projects/")
    assert value_of(foundry.last_write_id).endswith("/foundry-endpoint")


def test_the_least_that_is_needed():
    args: Any = {
        "resource_group_name": "rg-ai", "location": "swedencentral", "account_name": "a", "custom_sub_domain_name": "a",
        "project_name": "p", "identity_ids": ["/identities/foundry"],
    }  # fmt: skip
    small = deploy(lambda: Foundry("foundry", args))
    assert small.census() == {f"{COGNITIVE}Account": 1, f"{COGNITIVE}Project": 1, f"{COGNITIVE}RaiPolicy": 1}
    properties = small.one(f"{COGNITIVE}Account").inputs["properties"]
    assert "encryption" not in properties
    assert "networkInjections" not in properties


def test_lock_comes_after_everything():
    locked = deploy(lambda: Foundry("foundry", foundry_args(lock={"level": "CanNotDelete"})))
    lock = locked.one("azure-native:authorization:ManagementLockByScope")
    others = {r.name for r in locked.resources if r.custom} - {lock.name, "foundry-endpoint-zones"}
    assert others <= locked.before(lock)


def test_protect_covers_the_account():
    protected = deploy(lambda: Foundry("foundry", foundry_args(protect=True)))
    assert protected.one(f"{COGNITIVE}Account").protect


def test_an_endpoint_without_one_of_its_zones_is_refused():
    endpoint = foundry_args()["private_endpoint"]
    zones = {zone: value for zone, value in endpoint["zone_ids"].items() if "openai" not in zone}
    args = foundry_args(private_endpoint={**endpoint, "zone_ids": zones})
    with pytest.raises(ValueError, match=r"privatelink\.openai\.azure\.com"):
        deploy(lambda: Foundry("foundry", args))


# --- the guardrail


def by_filter(filters):
    return {(entry["name"], entry["source"]): entry for entry in filters}


@pytest.mark.parametrize("threshold", ["Low", "Medium", "High"])
def test_harms_are_blocked_both_ways(threshold):
    filters = by_filter(content_filters(threshold))
    for harm in ("Hate", "Sexual", "Selfharm", "Violence"):
        for source in ("Prompt", "Completion"):
            assert filters[harm, source]["severity_threshold"] == threshold


def test_attacks_and_protected_material_are_blocked_where_they_occur():
    names = by_filter(content_filters())
    assert {key for key in names if "severity_threshold" not in names[key]} == {
        ("Jailbreak", "Prompt"),
        ("Indirect Attack", "Prompt"),
        ("Indirect Attack Spotlighting", "Prompt"),
        ("Indirect Attack", "PostToolCall"),
        ("Protected Material Text", "Completion"),
        ("Protected Material Code", "Completion"),
    }


def test_tool_calls_and_what_tools_answer_are_stopped():
    filters = [entry for entry in content_filters() if entry["source"] in ("PreToolCall", "PostToolCall")]
    assert {entry["source"] for entry in filters} == {"PreToolCall", "PostToolCall"}
    assert {entry["action"] for entry in filters} == {"BLOCKING"}


def test_every_filter_is_on_and_blocks():
    assert all(entry["enabled"] is True and entry["blocking"] is True for entry in content_filters())


def test_medium_unless_told_otherwise():
    assert guardrail({})["content_filters"] == content_filters("Medium")


@pytest.mark.parametrize("threshold", ["medium", "None", ""])
def test_an_unknown_threshold_is_refused(threshold):
    with pytest.raises(ValueError, match="Low, Medium, High"):
        content_filters(threshold)


def test_a_blocklist_applies_both_ways(deployment):
    properties = deployment.one(f"{COGNITIVE}RaiPolicy").inputs["properties"]
    assert properties["mode"] == "Default"
    assert properties["customBlocklists"] == [
        {"blocklistName": "organisation", "source": source, "blocking": True} for source in ("Prompt", "Completion")
    ]


def test_no_blocklist_unless_given():
    assert "custom_blocklists" not in guardrail({})
