from typing import Any

import pytest

from tests.simulated.site import API_VERSION, REGION, Site, account_body

APP = "Microsoft.App/environments"


def deployment(policy: str | None = None, capacity: int = 10, **model: str) -> dict[str, Any]:
    properties: dict[str, Any] = {"model": {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14", **model}}
    if policy:
        properties["raiPolicyName"] = policy
    return {"sku": {"name": "Standard", "capacity": capacity}, "properties": properties}


def injected(site: Site, subnet: str, name: str = "aif-test") -> str:
    return site.account(name, networkInjections=[{"scenario": "agent", "subnetArmId": subnet}])


# ------------------------------------------------------------------ accounts
def test_an_account_shows_endpoints_and_ids(site: Site) -> None:
    shown = site.get(site.account())
    properties = shown["properties"]
    assert properties["endpoint"] == "https://aif-test.cognitiveservices.azure.com/"
    assert properties["endpoints"]["AI Foundry API"] == "https://aif-test.services.ai.azure.com/"
    assert len(properties["internalId"]) == 32
    assert shown["identity"]["principalId"]


@pytest.mark.parametrize(("change", "properties"), [
    ({"kind": "OpenAI"}, {}), ({"identity": {"type": "None"}}, {}),
    ({"kind": "OpenAI"}, {"allowProjectManagement": None, "networkInjections": [{}]}),
    ({"kind": "FormRecognizer"}, {"allowProjectManagement": None, "networkAcls": {"bypass": "AzureServices"}}),
    ({}, {"dynamicThrottlingEnabled": True}), ({}, {"customSubDomainName": None}),
])  # fmt: skip
def test_what_an_account_may_not_be(site: Site, change: dict[str, Any], properties: dict[str, Any]) -> None:
    body = {**account_body("aif-test", **properties), **change}
    with site.refused("BadRequest"):
        site.put(site.resource("Microsoft.CognitiveServices/accounts", "aif-test"), body)


@pytest.mark.parametrize(("change", "code"), [
    ({"customSubDomainName": "other"}, "CustomDomainCannotBeChanged"), ({"allowProjectManagement": False}, "BadRequest"),
])  # fmt: skip
def test_what_is_fixed_about_an_account(site: Site, change: dict[str, Any], code: str) -> None:
    site.account()
    with site.refused(code):
        site.account(**change)


def test_the_kind_of_an_account(site: Site) -> None:
    account = site.resource("Microsoft.CognitiveServices/accounts", "aif-test")
    body = account_body("aif-test", allowProjectManagement=None)
    site.put(account, {**body, "kind": "OpenAI"})
    site.put(account, body)
    with site.refused("AccountKindCannotBeChanged"):
        site.put(account, {**body, "kind": "TextAnalytics"})


def test_subdomains_are_global_and_kept_after_deletion(site: Site) -> None:
    account = site.account("one", customSubDomainName="shared")
    with site.refused("CustomDomainInUse"):
        site.account("two", customSubDomainName="shared")
    site.delete(account)
    with site.refused("CustomDomainInUse"):
        site.account("two", customSubDomainName="shared")
    site.azure.purge(account)
    site.account("two", customSubDomainName="shared")


def test_a_deleted_account_is_restored_or_purged(site: Site) -> None:
    account = site.account()
    model = f"{account}/deployments/chat"
    site.put(model, {"sku": {"name": "Standard", "capacity": 3}, "properties": {
        "model": {"format": "OpenAI", "name": "gpt-4o", "version": "1"}}})  # fmt: skip
    site.delete(account)
    with site.refused("FlagMustBeSetForRestore"):
        site.account()
    site.account(restore=True)
    assert "restore" not in site.get(account)["properties"]
    assert site.get(model)["sku"]["capacity"] == 3
    site.delete(account)
    site.azure.advance(3)
    site.account()


def test_an_account_needs_kind_and_sku(site: Site) -> None:
    with site.refused("InvalidRequestContent"):
        site.put(
            site.resource("Microsoft.CognitiveServices/accounts", "aif-test"), {"location": REGION, "kind": "OpenAI"}
        )


def test_keys_of_an_account(site: Site) -> None:
    account = site.account()
    with site.refused("BadRequest"):
        site.azure.action(account, "listKeys", {}, api_version=API_VERSION)
    site.account(disableLocalAuth=False)
    assert set(site.azure.action(account, "listKeys", {}, api_version=API_VERSION)) == {"key1", "key2"}


# ------------------------------------------------------------------ agent network
def test_agents_hold_their_subnet_beyond_the_account(site: Site) -> None:
    subnet = site.delegated(site.network(), "agents", "192.168.2.0/24", APP)
    account = injected(site, subnet)
    assert site.get(subnet)["properties"]["serviceAssociationLinks"][0]["name"] == "legionservicelink"
    with site.refused("InUseSubnetCannotBeDeleted", "legionservicelink"):
        site.delete(subnet)
    with site.refused("SubnetMissingRequiredDelegation"):
        site.put(subnet, {"properties": {"addressPrefix": "192.168.2.0/24"}})
    site.azure.time_scale = 0.0002
    with site.refused("AnotherOperationInProgress", "aif-test"):
        site.azure.begin_delete(account, api_version=API_VERSION)
        site.azure.begin_delete(subnet, api_version=API_VERSION)
    site.delete(account)
    with site.refused("InUseSubnetCannotBeDeleted"):
        site.azure.begin_delete(subnet, api_version=API_VERSION)


def test_the_subnet_is_free_some_time_after_the_purge(slow_site: Site) -> None:
    subnet = slow_site.delegated(slow_site.network(), "agents", "192.168.2.0/24", APP)
    account = injected(slow_site, subnet)
    slow_site.azure.time_scale = 0.0005
    slow_site.delete(account)
    with slow_site.refused("InUseSubnetCannotBeDeleted", "purged"):
        slow_site.delete(subnet)
    with slow_site.refused("ResourceGroupDeletionBlocked", "legionservicelink"):
        slow_site.delete(slow_site.group)
    slow_site.azure.purge(account)
    with slow_site.refused("InUseSubnetCannotBeDeleted"):
        slow_site.delete(subnet)
    slow_site.azure.set_fact("agentSubnetHoldAfterPurgeMinutes", 0.0)
    slow_site.azure.advance(1)
    slow_site.delete(subnet)


@pytest.mark.parametrize(("prefix", "service", "code"), [
    ("192.168.2.0/28", APP, "InvalidSubnetSize"), ("192.168.2.0/24", "Microsoft.Web/serverFarms", "InvalidSubnetDelegation"),
    ("192.168.2.0/24", "microsoft.app/environments", "InvalidVnetResourceId"),
])  # fmt: skip
def test_agent_subnets(site: Site, prefix: str, service: str, code: str) -> None:
    subnet = site.delegated(site.network(), "agents", prefix, service)
    with site.refused(code):
        injected(site, subnet)


def test_a_wrong_case_fails_late_and_leaves_the_account(site: Site) -> None:
    subnet = site.delegated(site.network(), "agents", "192.168.2.0/24", "Microsoft.app/environments")
    with site.refused("InvalidVnetResourceId"):
        injected(site, subnet)
    account = site.get(site.resource("Microsoft.CognitiveServices/accounts", "aif-test"))
    assert account["properties"]["provisioningState"] == "Failed"


@pytest.mark.parametrize("prefix", ["172.30.0.0/24", "100.64.0.0/24", "20.1.0.0/24"])
def test_ranges_that_agents_cannot_have(site: Site, prefix: str) -> None:
    subnet = site.delegated(site.network(prefix=prefix), "agents", prefix, APP)
    with site.refused("InvalidSubnetRange"):
        injected(site, subnet)


def test_agent_subnets_are_exclusive_and_near(site: Site) -> None:
    network = site.network()
    subnet = site.delegated(network, "agents", "192.168.2.0/24", APP)
    injected(site, subnet)
    injected(site, subnet)
    with site.refused("SubnetInUse"):
        injected(site, subnet, "second")
    far = site.resource("Microsoft.CognitiveServices/accounts", "far")
    body = account_body("far", networkInjections=[{"scenario": "agent", "subnetArmId": subnet}])
    with site.refused("InvalidResourceReference"):
        site.put(far, {**body, "location": "westeurope"})


def test_agents_need_three_more_providers(site: Site) -> None:
    subnet = site.delegated(site.network(), "agents", "192.168.2.0/24", APP)
    site.azure.set_fact("unregisteredProviders", ["Microsoft.App"])
    with site.refused("MissingSubscriptionRegistration", "Microsoft.App"):
        injected(site, subnet)


# ------------------------------------------------------------------ private endpoint of an account
def test_the_network_sees_an_account_late(slow_site: Site) -> None:
    subnet, account = slow_site.subnet(slow_site.network()), slow_site.account()
    with slow_site.refused("BadRequest"):
        slow_site.endpoint(
            subnet, slow_site.account("bare", customSubDomainName=None, disableLocalAuth=False), "account"
        )
    body = slow_site.endpoint_body(subnet, account, "account")
    with slow_site.refused("AccountProvisioningStateInvalid", "Accepted"):
        slow_site.azure.begin_put(
            slow_site.resource("Microsoft.Network/privateEndpoints", "pe"), body, api_version="2024-05-01"
        )
    slow_site.project(account)
    shown = slow_site.get(slow_site.endpoint(subnet, account, "account"))["properties"]["customDnsConfigs"]
    assert [item["fqdn"] for item in shown] == [
        "aif-test.cognitiveservices.azure.com", "aif-test.openai.azure.com", "aif-test.services.ai.azure.com",
    ]  # fmt: skip
    assert [item["ipAddresses"] for item in shown] == [["192.168.1.4"], ["192.168.1.5"], ["192.168.1.6"]]


# ------------------------------------------------------------------ children
def test_projects(site: Site) -> None:
    account = site.account()
    first, second = site.get(site.project(account, "one")), site.get(site.project(account, "two"))
    assert first["properties"]["isDefault"] is True
    assert second["properties"]["isDefault"] is False
    assert (
        first["properties"]["endpoints"]["AI Foundry API"] == "https://aif-test.services.ai.azure.com/api/projects/one"
    )
    with site.refused("BadRequest", "identity"):
        site.put(f"{account}/projects/three", {"location": REGION, "properties": {}})
    plain = site.account("plain", allowProjectManagement=None)
    with site.refused("BadRequest", "allowProjectManagement"):
        site.project(plain)


def test_deployments(site: Site) -> None:
    account = site.account()
    name = f"{account}/deployments/chat"
    with site.refused("InvalidResourceProperties", "strict"):
        site.put(name, deployment("strict"))
    site.put(f"{account}/raiPolicies/strict", {"properties": {}})
    shown = site.put(name, deployment("strict"))
    assert shown["properties"]["currentCapacity"] == 10
    site.put(name, deployment("strict", capacity=20, version="2025-05-01"))
    with site.refused("DeploymentModelCannotBeChanged"):
        site.put(name, deployment("strict", name="gpt-5"))
    with site.refused("DeploymentSkuCannotBeChanged"):
        site.put(name, {**deployment("strict"), "sku": {"name": "GlobalStandard", "capacity": 10}})
    with site.refused("InvalidResourceProperties"):
        site.put(f"{account}/deployments/none", {"sku": {"name": "Standard"}, "properties": {}})
    site.put(f"{account}/deployments/built-in", deployment("Microsoft.DefaultV2"))


def test_quota(site: Site) -> None:
    account = site.account()
    site.azure.set_fact("modelQuota", {f"{REGION}/gpt-4.1/Standard": 15})
    site.put(f"{account}/deployments/one", deployment())
    with site.refused("InsufficientQuota", "5 left"):
        site.put(f"{account}/deployments/two", deployment())
    site.put(f"{account}/deployments/two", deployment(capacity=5))


def test_guardrails_and_blocklists(site: Site) -> None:
    account = site.account()
    policy = f"{account}/raiPolicies/strict"
    lists = {"properties": {"customBlocklists": [{"blocklistName": "words", "source": "Prompt", "blocking": True}]}}
    with site.refused("BlocklistNotFound"):
        site.put(policy, lists)
    site.put(f"{account}/raiBlocklists/words", {"properties": {"description": "x"}})
    site.put(f"{account}/raiBlocklists/words/raiBlocklistItems/one", {"properties": {"pattern": "x"}})
    assert site.put(policy, lists)["properties"]["type"] == "UserManaged"
    with site.refused("BadRequest"):
        site.put(f"{account}/raiPolicies/Microsoft.Own", {"properties": {}})


def test_connections(site: Site) -> None:
    project = site.project(site.account())
    name = f"{project}/connections/search"
    with site.refused("ValidationError", "authType"):
        site.put(name, {"properties": {"category": "CognitiveSearch"}})
    values = {"authType": "AAD", "category": "CognitiveSearch", "target": "https://x", "credentials": {"key": "hidden"}}
    shown = site.put(name, {"properties": values})
    assert "hidden" not in str(shown)
    assert shown["properties"]["isSharedToAll"] is False


def test_capability_hosts(site: Site) -> None:
    account = site.account()
    project = site.project(account)
    host = f"{project}/capabilityHosts/agents"
    three = {"threadStorageConnections": ["c1x"], "vectorStoreConnections": ["c2x"], "storageConnections": ["c3x"]}
    with site.refused("InvalidData", "threadStorageConnections"):
        site.put(host, {"properties": {}})
    with site.refused("InvalidData", "c1x"):
        site.put(host, {"properties": three})
    for name in ("c1x", "c2x", "c3x"):
        values = {"authType": "AAD", "category": "AzureBlob", "target": "x"}
        site.put(f"{account}/connections/{name}", {"properties": values})
    site.put(host, {"properties": three})
    site.put(host, {"properties": three})
    with site.refused("InvalidData", "not supported"):
        site.put(host, {"properties": {**three, "storageConnections": ["c1x"]}})
    with site.refused("Conflict"):
        site.put(f"{project}/capabilityHosts/other", {"properties": three})
