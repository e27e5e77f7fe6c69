"""Rules that hold for every type: each is seen refusing and letting through."""

from typing import Any

import pytest

from simulated_azure.arm.concurrency import GUARDS
from simulated_azure.arm.errors import ArmError
from tests.simulated.semantics.kit import Scene, rules_in, scene
from tests.simulated.site import API_VERSION

# rule of the kernel -> code, facts, changes of sample `storage` (which is accepted without them)
REFUSALS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "check_registered": ("MissingSubscriptionRegistration", {"unregisteredProviders": ["Microsoft.Storage"]}, {}),
    "check_capacity": (
        "SkuNotAvailable", {"regionsWithoutCapacity": ["microsoft.storage/storageaccounts@swedencentral"]}, {}),
    "check_location": ("LocationNotAvailableForResourceType", {}, {"location": "atlantis"}),
    "check_policy": (
        "RequestDisallowedByPolicy",
        {"deniedByPolicy": [{"type": "Microsoft.Storage/storageAccounts", "path": "kind", "value": "storagev2"}]}, {}),
}  # fmt: skip
NEGATIVES = {50}  # policy deny and drift by policy modify
PROVEN = {(name, "*") for name in REFUSALS} | {
    (name, "*")
    for name in (
        "check_scopes",
        "check_not_read_only",
        "check_not_locked",
        "apply_policy",
        "spend",
        "check_visible",
        "check_permitted",
        "remembered",
    )  # the last two: rest/test_questions
}


def refusal(stage: Scene, sample: str, changes: dict[str, Any] | None = None) -> ArmError:
    with pytest.raises(ArmError) as caught:
        stage.put(sample, changes or {})
    return caught.value


@pytest.mark.parametrize("rule", REFUSALS)
def test_a_rule_of_the_kernel(rule: str) -> None:
    code, facts, changes = REFUSALS[rule]
    with scene() as stage:
        for name, value in facts.items():
            stage.site.azure.set_fact(name, value)
        error = refusal(stage, "storage", changes)
        assert error.code == code
        assert rule in rules_in(error)
    with scene() as stage:
        stage.put("storage")


def test_the_search_service_has_a_code_of_its_own_for_a_full_region() -> None:
    with scene() as stage:
        stage.site.azure.set_fact("regionsWithoutCapacity", ["microsoft.search/searchservices@swedencentral"])
        assert refusal(stage, "search").code == "InsufficientResourcesAvailable"


def test_parents_and_groups_come_first() -> None:
    with scene() as stage:
        body = stage.body("subnet-pe", {})
        stage.remove("vnet")
        with pytest.raises(ArmError) as caught:
            stage.site.azure.begin_put(f"{stage.site.group}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/a",
                                       body, api_version=API_VERSION)  # fmt: skip
        assert caught.value.code == "ParentResourceNotFound"


def test_a_lock_keeps_what_lies_below_it_and_the_group_above_it() -> None:
    with scene() as stage:
        stage.make("lock")
        stage.make("project-store-role")
        for name in ("storage", "project-store-role"):
            with pytest.raises(ArmError, match="ScopeLocked"):
                stage.remove(name)
        with pytest.raises(ArmError, match="ScopeLocked"):
            stage.site.azure.begin_delete(stage.site.group, api_version=API_VERSION)
        stage.remove("vault")
        stage.remove("lock")
        stage.remove("project-store-role")
        stage.remove("storage")


def test_a_read_only_lock_stops_writes_below_it_and_keys() -> None:
    with scene() as stage:
        storage = stage.make("storage")
        stage.site.azure.action(storage, "listKeys", {}, api_version=API_VERSION)
        stage.make("lock-read")
        assert refusal(stage, "blobs").code == "ScopeLocked"
        with pytest.raises(ArmError, match="ScopeLocked"):
            stage.site.azure.action(storage, "listKeys", {}, api_version=API_VERSION)
        stage.remove("lock-read")
        stage.put("blobs")


def test_a_modify_policy_writes_its_own_value() -> None:
    entry = {"type": "*", "path": "properties.allowSharedKeyAccess", "value": False}
    with scene() as stage:
        made = stage.put("storage", {"properties.allowSharedKeyAccess": True})
        assert stage.site.get(made)["properties"]["allowSharedKeyAccess"] is True
        stage.site.azure.set_fact("modifiedByPolicy", [entry])
        stage.put("storage", {"properties.allowSharedKeyAccess": True})
        assert stage.site.get(made)["properties"]["allowSharedKeyAccess"] is False


def test_a_new_resource_may_be_unseen_for_a_while() -> None:
    with scene() as stage:
        stage.site.azure.set_fact("readAfterWriteMinutes", {"Microsoft.Storage/storageAccounts": 1})
        made = stage.make("storage")
        with pytest.raises(ArmError, match="ResourceNotFound"):
            stage.site.azure.get(made, api_version=API_VERSION)
        stage.site.azure.set_fact("readAfterWriteMinutes", {"Microsoft.Storage/storageAccounts": 0})
        assert stage.site.azure.get(made, api_version=API_VERSION)["id"] == made


def test_requests_beyond_the_budget_are_throttled_and_asking_earlier_resets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with scene() as stage:
        azure = stage.site.azure
        azure.set_fact("requestBudget", {"reads": {"size": 3, "perMinute": 60}})

        def read_at(second: float) -> int | None:
            """Retry-After of a read at this second; 0 when it is answered."""
            monkeypatch.setattr(azure, "_now", lambda: 2e9 + second)
            try:
                azure.get(stage.site.group, api_version=API_VERSION)
            except ArmError as error:
                return error.retry_after if error.code == "SubscriptionRequestsThrottled" else -1
            return 0

        assert [read_at(0.0) for _ in range(4)] == [0, 0, 0, 1]
        assert read_at(0.9) == 1  # too early: the wait of a second begins anew
        assert read_at(1.5) == 1  # by now there would be a token
        assert read_at(2.6) == 0


def test_registration_takes_its_time() -> None:
    with scene() as stage:
        azure = stage.site.azure
        azure.set_fact("unregisteredProviders", ["Microsoft.Storage"])
        assert refusal(stage, "storage").target == "Microsoft.Storage"
        assert azure.register("microsoft.storage") is False
        azure.set_fact("registrationMinutes", 0)
        assert azure.register("Microsoft.Storage") is True
        stage.put("storage")


def test_every_guard_names_its_source() -> None:
    assert [guard.parent for guard in GUARDS if not guard.source] == []
