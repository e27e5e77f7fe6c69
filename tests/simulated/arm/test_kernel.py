import uuid

import pytest

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.rules import REGISTRY
from tests.simulated.site import API_VERSION, REGION, Site

NSG = "Microsoft.Network/networkSecurityGroups"
LOCK = "providers/Microsoft.Authorization/locks"


def test_a_resource_reads_back_with_what_the_server_adds(site: Site) -> None:
    group = site.get(site.group)
    assert group["location"] == REGION
    assert group["properties"]["provisioningState"] == "Succeeded"
    body = site.get(site.security_group("nsg"))
    assert (body["name"], body["type"]) == ("nsg", NSG)
    assert uuid.UUID(body["properties"]["resourceGuid"])
    assert len(body["properties"]["defaultSecurityRules"]) == 6


def test_ids_keep_the_case_of_the_first_write(site: Site) -> None:
    nsg = site.security_group("Nsg-One")
    site.put(nsg.replace("Nsg-One", "nsg-one"), {"location": REGION, "tags": {"a": "b"}})
    body = site.get(nsg.upper().replace("/PROVIDERS/", "/providers/"))
    assert body["id"] == nsg
    assert body["tags"] == {"a": "b"}


def test_a_group_is_needed(site: Site) -> None:
    missing = f"{site.subscription}/resourceGroups/rg-none/providers/{NSG}/nsg"
    with site.refused("ResourceGroupNotFound", "rg-none"):
        site.put(missing, {"location": REGION})
    with site.refused("ResourceGroupNotFound"):
        site.get(missing)


def test_a_parent_is_needed(site: Site) -> None:
    subnet = site.resource("Microsoft.Network/virtualNetworks", "none") + "/subnets/s"
    with site.refused("ParentResourceNotFound"):
        site.put(subnet, {"properties": {"addressPrefix": "10.0.0.0/24"}})
    with site.refused("ResourceNotFound"):
        site.get(subnet)


def test_what_is_extended_must_exist(site: Site) -> None:
    with site.refused("ResourceNotFound"):
        site.put(f"{site.resource(NSG, 'none')}/{LOCK}/l", {"properties": {"level": "CanNotDelete"}})


@pytest.mark.parametrize(
    ("version", "code"), [("", "MissingApiVersionParameter"), ("2024", "InvalidApiVersionParameter")]
)
def test_api_versions(site: Site, version: str, code: str) -> None:
    with site.refused(code):
        site.put(site.resource(NSG, "n"), {"location": REGION}, api_version=version)


@pytest.mark.parametrize(("location", "code"), [
    ("", "LocationRequired"), ("atlantis", "LocationNotAvailableForResourceType"),
    ("global", "LocationNotAvailableForResourceType"),
])  # fmt: skip
def test_locations(site: Site, location: str, code: str) -> None:
    with site.refused(code):
        site.put(site.resource(NSG, "n"), {"location": location})


def test_locations_are_normalised_and_fixed(site: Site) -> None:
    nsg = site.resource(NSG, "n")
    assert site.put(nsg, {"location": "Sweden Central"})["location"] == REGION
    with site.refused("InvalidResourceLocation"):
        site.put(nsg, {"location": "westeurope"})


def test_zones_are_global(site: Site) -> None:
    with site.refused("LocationNotAvailableForResourceType", "global"):
        site.put(site.resource("Microsoft.Network/privateDnsZones", "a.net"), {"location": REGION})


def test_subscriptions(site: Site) -> None:
    with site.refused("InvalidSubscriptionId"):
        site.put("/subscriptions/abc/resourceGroups/rg", {"location": REGION})
    site.azure.set_fact("subscriptions", [site.azure.subscription_id])
    with site.refused("SubscriptionNotFound"):
        site.put(f"/subscriptions/{uuid.uuid4()}/resourceGroups/rg", {"location": REGION})
    site.put(site.group, {"location": REGION})


def test_namespaces_have_to_be_registered(site: Site) -> None:
    site.azure.set_fact("unregisteredProviders", ["microsoft.network"])
    with site.refused("MissingSubscriptionRegistration"):
        site.security_group()


def test_regions_run_out_of_capacity(site: Site) -> None:
    nsg = site.security_group()
    site.azure.set_fact("regionsWithoutCapacity", [f"{NSG}@{REGION}"])
    with site.refused("SkuNotAvailable"):
        site.security_group("other")
    site.put(nsg, {"location": REGION})


def test_deleting_a_group_deletes_what_is_in_it(site: Site) -> None:
    nsg, network = site.security_group(), site.network()
    site.subnet(network)
    site.delete(site.group)
    assert not site.exists(nsg)
    assert site.azure.resources() == []


def test_deleting_what_is_not_there(site: Site) -> None:
    with pytest.raises(ArmError) as caught:
        site.delete(site.resource(NSG, "none"))
    assert (caught.value.status, caught.value.code) == (404, "ResourceNotFound")


@pytest.mark.parametrize("level", ["CanNotDelete", "ReadOnly"])
def test_a_lock_stops_deleting_what_is_below_and_above(site: Site, level: str) -> None:
    nsg = site.security_group()
    lock = f"{nsg}/{LOCK}/keep"
    site.put(lock, {"properties": {"level": level}})
    for target in (nsg, site.group):
        with site.refused("ScopeLocked", "keep"):
            site.delete(target)
    site.delete(lock)
    site.delete(nsg)


def test_read_only_stops_writing_and_can_not_delete_does_not(site: Site) -> None:
    nsg = site.security_group()
    site.put(f"{nsg}/{LOCK}/one", {"properties": {"level": "CanNotDelete"}})
    site.put(nsg, {"location": REGION, "tags": {"a": "b"}})
    site.put(f"{nsg}/{LOCK}/two", {"properties": {"level": "ReadOnly"}})
    with site.refused("ScopeLocked", "two"):
        site.put(nsg, {"location": REGION})


def test_a_lock_needs_a_level_and_keeps_it(site: Site) -> None:
    lock = f"{site.group}/{LOCK}/l"
    with site.refused("InvalidLockLevel"):
        site.put(lock, {"properties": {"level": "Never"}})
    site.put(lock, {"properties": {"level": "ReadOnly"}})
    with site.refused("LockUpdateNotPermitted"):
        site.put(lock, {"properties": {"level": "CanNotDelete"}})


def test_made_up_values_differ_between_incarnations_only(site: Site) -> None:
    identity = site.identity()
    first = site.get(identity)["properties"]
    site.put(identity, {"location": REGION, "tags": {"a": "b"}})
    assert site.get(identity)["properties"] == first
    site.delete(identity)
    second = site.get(site.identity())["properties"]
    assert first["principalId"] != second["principalId"]
    assert first["clientId"] != second["clientId"]
    assert first["tenantId"] == second["tenantId"] == site.azure.tenant_id


def test_edits_behind_everybodys_back(site: Site) -> None:
    account = site.storage()
    site.azure.edit(account, {"properties": {"minimumTlsVersion": "TLS1_1"}, "tags": None})
    assert site.get(account)["properties"]["minimumTlsVersion"] == "TLS1_1"


def test_facts_are_known_by_name(site: Site) -> None:
    with site.refused("UnknownFact"):
        site.azure.set_fact("weather", "fine")


def test_actions(site: Site) -> None:
    account = site.storage()
    keys = site.azure.action(account, "listKeys", {}, api_version=API_VERSION)["keys"]
    assert [item["keyName"] for item in keys] == ["key1", "key2"]
    with site.refused("InvalidResourceType"):
        site.azure.action(account, "explode", {}, api_version=API_VERSION)


def test_errors_have_azures_shape() -> None:
    error = ArmError(400, "Code", "Text.", target="name")
    assert error.body() == {"error": {"code": "Code", "message": "Text.", "target": "name"}}
    assert ArmError.from_row(error.to_row()).body() == error.body()


def test_every_rule_has_a_source_and_a_summary(site: Site) -> None:
    assert isinstance(site.azure, Azure)
    assert len(REGISTRY.rules) > 60
    assert [rule for rule in REGISTRY.rules if not (rule.source and rule.summary and rule.types)] == []
