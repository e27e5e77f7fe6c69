"""Every parent with a guard refuses (or lets fail) two writes at once, and takes them one after the other."""

import pytest

from simulated_azure.arm.concurrency import GUARDS, Guard
from simulated_azure.arm.errors import ArmError
from tests.simulated.semantics.kit import Scene, samples, scene
from tests.simulated.site import API_VERSION

# parent -> two samples whose writes meet under it
PAIRS = {
    "microsoft.network/virtualnetworks": ("subnet-pe", "subnet-waf"),
    "microsoft.network/networksecuritygroups": ("rule", "rule-two"),
    "microsoft.network/routetables": ("route", "route-two"),
    "microsoft.network/firewallpolicies": ("rules", "rules-two"),
    "microsoft.network/privateendpoints": ("zone-group", "zone-group-two"),
    "microsoft.network/virtualnetworks/subnets": ("endpoint", "endpoint-two"),
    "microsoft.cognitiveservices/accounts": ("deployment", "blocklist"),
    "microsoft.documentdb/databaseaccounts": ("database", "cosmos-role"),
    "microsoft.keyvault/vaults": ("key", "secret"),
    "microsoft.apimanagement/service": ("api", "api-two"),
    "microsoft.search/searchservices": ("shared-link", "shared-link-two"),
    "microsoft.insights/privatelinkscopes": ("scoped", "scoped-insights"),
    "microsoft.storage/storageaccounts": ("endpoint", "endpoint-file"),
    "microsoft.managedidentity/userassignedidentities": ("federation", "federation-two"),
}


def begin(stage: Scene, name: str) -> str:
    for other in samples()[name].get("needs", []):
        stage.make(other)
    return stage.site.azure.begin_put(stage.id_of(name), stage.body(name, {}), api_version=API_VERSION).id


def test_every_guard_has_a_pair() -> None:
    assert {guard.parent for guard in GUARDS} == set(PAIRS)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.parent)
def test_two_writes_at_once_and_one_after_the_other(guard: Guard) -> None:
    first, second = PAIRS[guard.parent]
    with scene() as stage:
        for name in (first, second):  # everything that they need, so that only the two overlap
            stage.id_of(name)
            stage.body(name, {})
        running = begin(stage, first)
        with pytest.raises(ArmError) as caught:
            stage.finish(begin(stage, second))
        assert (caught.value.status, caught.value.code) == (guard.status, guard.code)
    with scene() as stage:
        stage.make(first)
        if second != "zone-group-two":  # an endpoint takes one zone group only
            stage.make(second)
        assert running


def test_two_endpoints_of_one_cosmos_account_are_an_internal_error() -> None:
    with scene() as stage:
        for name in ("endpoint-cosmos", "endpoint-cosmos-two"):
            stage.body(name, {})
        begin(stage, "endpoint-cosmos")
        with pytest.raises(ArmError) as caught:
            begin(stage, "endpoint-cosmos-two")
        assert (caught.value.status, caught.value.code) == (500, "InternalServerError")


def test_an_endpoint_beside_a_member_of_its_scope_is_refused() -> None:
    with scene() as stage:
        for name in ("endpoint-scope", "scoped"):
            stage.id_of(name)
            stage.body(name, {})
        begin(stage, "scoped")
        with pytest.raises(ArmError, match="Mismatching RequiredMembers") as caught:
            begin(stage, "endpoint-scope")
        assert (caught.value.status, caught.value.code) == (400, "BadRequest")


def test_a_firewall_and_a_gateway_cannot_attach_to_one_network_at_once() -> None:
    with scene() as stage:
        for name in ("firewall", "vpn-two"):
            stage.body(name, {})
        begin(stage, "firewall")
        with pytest.raises(ArmError, match="at once") as caught:
            stage.finish(begin(stage, "vpn-two"))
        assert (caught.value.status, caught.value.code) == (500, "InternalServerError")
    with scene() as stage:
        stage.make("firewall")
        stage.make("vpn-two")


@pytest.mark.parametrize(("entity", "second"), [("storage", "tags"), ("environment", "environment")])
def test_a_second_write_of_one_entity(entity: str, second: str) -> None:
    with scene() as stage:
        stage.body(entity, {})
        begin(stage, entity)
        stage.made[entity] = stage.id_of(entity)
        with pytest.raises(ArmError, match="ConflictingConcurrentWriteNotAllowed") as caught:
            begin(stage, second)
        assert caught.value.status == 409
