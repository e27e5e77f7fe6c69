"""What takes several steps to see: effects of writing and deleting, states, order of deletion."""

import time

import pytest

from simulated_azure.arm.errors import ArmError
from tests.simulated.semantics.kit import Scene, scene
from tests.simulated.site import API_VERSION

# (rule, type) of the effects that the tests below show; the table of cases counts them as broken once.
NEGATIVES = {35}  # one zone name linked twice to a network
PROVEN = {
    ("account_has_blobs", "microsoft.storage/storageaccounts/blobservices"),
    ("link_agent_subnet", "microsoft.cognitiveservices/accounts"),
    ("keep_agent_subnet", "microsoft.cognitiveservices/accounts"),
    ("make_account_host", "microsoft.cognitiveservices/accounts"),
    ("release_agent_subnet", "microsoft.cognitiveservices/accounts/projects/capabilityhosts"),
    ("link_environment_subnet", "microsoft.app/managedenvironments"),
    ("entity_is_not_written", "microsoft.resources/tags"),  # test_overlaps
    ("tag_the_entity", "microsoft.resources/tags"),  # rest/test_questions
    ("make_smart_detection", "microsoft.insights/components"),
    ("firewalls_are_settled", "microsoft.network/firewallpolicies/rulecollectiongroups"),
}


def code_of(stage: Scene, name: str) -> str:
    """The code with which Azure refuses to delete a sample; '' when it does not."""
    try:
        stage.remove(name)
    except ArmError as error:
        return error.code
    return ""


def links(stage: Scene, subnet: str) -> list[str]:
    shown = stage.site.get(stage.make(subnet))["properties"].get("serviceAssociationLinks", [])
    return [item["name"] for item in shown]


def test_the_agent_subnet_is_held_until_the_account_is_purged() -> None:
    with scene() as stage:
        account = stage.make("account-agents")
        assert links(stage, "subnet-agents") == ["legionservicelink"]
        stage.remove("account-agents")
        assert code_of(stage, "subnet-agents") == "InUseSubnetCannotBeDeleted"
        stage.site.azure.set_fact("agentSubnetHoldAfterPurgeMinutes", 0)
        stage.site.azure.purge(account)
        assert links(stage, "subnet-agents") == []
        assert code_of(stage, "subnet-agents") == ""


@pytest.mark.parametrize(("first", "stuck"), [(True, False), (False, True)])
def test_a_capability_host_that_goes_with_its_account_leaves_the_subnet_stuck(first: bool, stuck: bool) -> None:
    with scene() as stage:
        stage.site.azure.set_fact("agentSubnetHoldAfterPurgeMinutes", 0)
        account = stage.make("account-agents")
        project = f"{account}/projects/agents"
        body = {"location": "swedencentral", "identity": {"type": "SystemAssigned"}, "properties": {}}
        stage.finish(stage.site.azure.begin_put(project, body, api_version=API_VERSION).id)
        names = {}
        for name, kind in (("thread", "threadStorage"), ("vector", "vectorStore"), ("store", "storage")):
            connection = {"properties": {"category": "c", "authType": "AAD", "target": "t"}}
            stage.finish(
                stage.site.azure.begin_put(f"{project}/connections/{name}", connection, api_version=API_VERSION).id
            )
            names[f"{kind}Connections"] = [name]
        host = f"{project}/capabilityHosts/host"
        stage.finish(stage.site.azure.begin_put(host, {"properties": names}, api_version=API_VERSION).id)
        if first:
            stage.finish(stage.site.azure.begin_delete(host, api_version=API_VERSION).id)
        stage.remove("account-agents")
        stage.site.azure.purge(account)
        assert (code_of(stage, "subnet-agents") == "InUseSubnetCannotBeDeleted") is stuck


def test_an_account_with_a_network_for_agents_makes_its_own_capability_host() -> None:
    with scene() as stage:
        account = stage.make("account-agents")
        assert stage.site.exists(f"{account}/capabilityHosts/account-agents@aml_aiagentservice")
        with pytest.raises(ArmError, match="Conflict"):
            stage.site.put(f"{account}/capabilityHosts/mine", {"properties": {"capabilityHostKind": "Agents"}})
        assert not any(
            "capabilityHosts" in item["id"] for item in stage.site.azure.resources() if account not in item["id"]
        )


def test_an_environment_leaves_its_link_for_some_minutes() -> None:
    with scene() as stage:
        stage.site.azure.set_fact("environmentSubnetHoldMinutes", 5)
        stage.make("environment")
        assert links(stage, "subnet-agents") == ["legionservicelink"]
        stage.remove("environment")
        assert code_of(stage, "subnet-agents") == "InUseSubnetCannotBeDeleted"


@pytest.mark.parametrize("on", [True, False])
def test_application_insights_leaves_its_smart_detection_behind(on: bool) -> None:
    with scene() as stage:
        stage.site.azure.set_fact("smartDetection", on)
        stage.make("insights")
        stage.remove("insights")
        left = {item["name"] for item in stage.site.azure.resources()}
        made = {"Failure Anomalies - insights", "Application Insights Smart Detection"}
        assert (made <= left) is on


def test_rule_collection_groups_wait_for_the_firewall() -> None:
    with scene() as stage:
        for name in ("firewall-policy", "subnet-firewall", "address"):
            stage.make(name)
        firewall = stage.id_of("firewall")
        running = stage.site.azure.begin_put(firewall, stage.body("firewall", {}), api_version=API_VERSION)
        with pytest.raises(ArmError, match="FirewallPolicyUpdateFailed"):
            stage.put("rules")
        stage.finish(running.id)
        stage.put("rules")


def test_a_restored_account_keeps_what_it_had() -> None:
    with scene() as stage:
        stage.make("account")
        stage.remove("account")
        stage.put("account", {"properties.restore": True, "properties.disableLocalAuth": False})
        assert stage.site.get(stage.id_of("account"))["properties"]["disableLocalAuth"] is True


def test_a_target_that_goes_first_leaves_its_endpoint_disconnected() -> None:
    with scene() as stage:
        endpoint = stage.make("endpoint")
        status = lambda: stage.site.get(endpoint)["properties"]["privateLinkServiceConnections"][0][  # noqa: E731
            "properties"]["privateLinkServiceConnectionState"]["status"]  # fmt: skip
        assert status() == "Approved"
        stage.remove("storage")
        assert status() == "Disconnected"
        stage.make("storage")
        assert status() == "Disconnected"


def test_an_endpoint_waits_where_the_caller_may_not_approve() -> None:
    with scene() as stage:
        stage.site.azure.set_fact("endpointsNeedApproval", ["Microsoft.Storage/storageAccounts"])
        endpoint = stage.make("endpoint")
        shown = stage.site.get(stage.made["storage"])["properties"]["privateEndpointConnections"][0]["properties"]
        assert shown["privateLinkServiceConnectionState"]["status"] == "Pending"
        shown = stage.site.get(endpoint)["properties"]["privateLinkServiceConnections"][0]["properties"]
        assert shown["privateLinkServiceConnectionState"]["status"] == "Pending"


def test_peerings_connect_when_both_sides_are_there() -> None:
    with scene() as stage:
        peering = stage.make("peering")
        assert stage.site.get(peering)["properties"]["peeringState"] == "Initiated"
        back = {"properties": {"remoteVirtualNetwork": {"id": stage.made["vnet"]}}}
        stage.site.put(f"{stage.made['vnet-two']}/virtualNetworkPeerings/back", back)
        assert stage.site.get(peering)["properties"]["peeringState"] == "Connected"


def test_role_assignments_outlive_their_identity() -> None:
    with scene() as stage:
        assignment = stage.make("assignment")
        before = stage.site.get(assignment)["properties"]["principalId"]
        stage.remove("identity")
        assert stage.site.exists(assignment)
        stage.make("identity")
        assert stage.site.get(stage.made["identity"])["properties"]["principalId"] != before


def test_diagnostic_settings_outlive_their_target() -> None:
    with scene() as stage:
        setting = stage.make("diagnostics")
        stage.remove("vault")
        assert stage.site.exists(setting)
        stage.site.azure.advance(8)
        stage.made.pop("diagnostics", None)
        with pytest.raises(ArmError, match="Data sink is already used"):
            stage.put("diagnostics-two")


def test_a_changed_network_of_an_environment_has_no_effect() -> None:
    with scene() as stage:
        made = stage.make("environment")
        stage.put("environment", {"properties.vnetConfiguration.internal": False})
        assert stage.site.get(made)["properties"]["vnetConfiguration"]["internal"] is True


def test_machine_learning_keeps_no_workspace_of_user_identities() -> None:
    with scene() as stage:
        identity = {"type": "UserAssigned", "userAssignedIdentities": {stage.make("identity"): {}}}
        stage.put("ml", {"identity": identity})
        stage.made["ml"] = stage.id_of("ml")
        stage.remove("ml")
        stage.put("ml")


def test_names_are_free_again_when_retention_ends() -> None:
    with scene() as stage:
        stage.make("vault")
        stage.remove("vault")
        stage.site.azure.advance(8)
        stage.put("vault")


def test_a_registry_without_admin_user_has_no_credentials() -> None:
    with scene() as stage:
        registry = stage.make("registry")
        with pytest.raises(ArmError, match="UnAuthorizedForCredentialOperations"):
            stage.site.azure.action(registry, "listCredentials", {}, api_version=API_VERSION)
        stage.put("registry", {"properties.adminUserEnabled": True})
        shown = stage.site.azure.action(registry, "listCredentials", {}, api_version=API_VERSION)
        assert shown["username"] == "acrsample"


def test_two_zones_of_one_name_cannot_be_linked_to_one_network() -> None:
    with scene() as stage:
        stage.make("link")
        elsewhere = f"{stage.site.subscription}/resourceGroups/rg-dns"
        stage.site.put(elsewhere, {"location": "swedencentral"})
        zone = f"{elsewhere}/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net"
        stage.site.put(zone, {"location": "global"})
        with pytest.raises(ArmError, match="overlapping namespaces") as caught:
            stage.site.put(f"{zone}/virtualNetworkLinks/l", stage.body("link", {}))
        assert caught.value.code == "BadRequest"


@pytest.mark.parametrize("name", ["vault", "account", "gateway-classic"])
def test_a_purged_name_is_free_at_once(name: str) -> None:
    with scene() as stage:
        changes = {"properties.enablePurgeProtection": None} if name == "vault" else {}
        made = stage.put(name, changes)
        stage.made[name] = made
        stage.remove(name)
        stage.site.azure.purge(made)
        stage.put(name)


@pytest.mark.parametrize("name", ["logs", "ml"])
def test_a_forced_deletion_keeps_nothing(name: str) -> None:
    with scene() as stage:
        made = stage.make(name)
        stage.finish(stage.site.azure.begin_delete(made, api_version=API_VERSION, force=True).id)
        assert made not in [item["id"] for item in stage.site.azure.soft_deleted()]
        del stage.made[name]
        stage.put(name, {"location": "westeurope"} if name == "logs" else {})


def test_what_comes_back_of_a_workspace_is_the_old_one() -> None:
    with scene() as stage:
        made = stage.make("logs")
        before = stage.site.get(made)["properties"]["customerId"]
        stage.remove("logs")
        stage.make("logs")
        assert stage.site.get(made)["properties"]["customerId"] == before
        assert stage.site.azure.soft_deleted() == []


def test_an_account_for_files_has_no_blob_service() -> None:
    with scene() as stage:
        files = stage.put("storage", {"kind": "FileStorage", "sku.name": "Premium_ZRS"})
        with pytest.raises(ArmError, match="FeatureNotSupportedForAccount"):
            stage.site.put(f"{files}/blobServices/default", stage.body("blobs", {}))


def test_the_code_of_a_full_region_may_be_another_one() -> None:
    with scene() as stage:
        full = "microsoft.storage/storageaccounts@swedencentral"
        for code in ("AllocationFailed", "RegionDoesNotAllowProvisioning"):
            stage.site.azure.set_fact("regionsWithoutCapacity", [f"{full} {code}"])
            with pytest.raises(ArmError, match=code) as caught:
                stage.put("storage")
            assert caught.value.status == 409


def minutes_to_delete_the_group(stage: Scene) -> float:
    """A second of these worlds is a second."""
    operation = stage.site.azure.begin_delete(stage.site.group, api_version=API_VERSION)
    return (operation.ends_at - time.time()) / 60


@pytest.mark.parametrize(("inside", "minutes"), [("storage", 0.5), ("cosmos", 15.0)])
def test_deleting_a_group_lasts_as_long_as_what_is_in_it(inside: str, minutes: float) -> None:
    with scene() as stage:
        stage.make(inside)
        assert minutes_to_delete_the_group(stage) == pytest.approx(minutes, abs=0.1)
