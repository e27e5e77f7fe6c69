"""Names, addresses and access as a client inside a virtual network sees them."""

from tests.simulated.site import Site

VNET_LINK = "virtualNetworkLinks"
SCOPED = "scopedResources"
MONITOR = ("monitor.azure.com", "oms.opinsights.azure.com", "ods.opinsights.azure.com", "agentsvc.azure-automation.net")


def linked(site: Site, network: str, *suffixes: str) -> list[str]:
    zones = [site.zone(f"privatelink.{suffix}") for suffix in suffixes]
    for zone in zones:
        body = {"location": "global", "properties": {"virtualNetwork": {"id": network}, "registrationEnabled": False}}
        site.put(f"{zone}/{VNET_LINK}/link-{network.rsplit('/', 1)[1]}", body)
    return zones


def group(site: Site, endpoint: str, *zones: str) -> None:
    configs = [{"name": f"z{i}", "properties": {"privateDnsZoneId": zone}} for i, zone in enumerate(zones)]
    site.put(f"{endpoint}/privateDnsZoneGroups/default", {"properties": {"privateDnsZoneConfigs": configs}})


def scope(site: Site, name: str, **modes: str) -> str:
    settings = {"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly", **modes}
    found = site.resource("Microsoft.Insights/privateLinkScopes", name)
    site.put(found, {"location": "global", "properties": {"accessModeSettings": settings}})
    return found


def test_a_registry_has_two_addresses_and_is_reached_by_both(site: Site) -> None:
    network = site.network()
    registry = site.tracked(
        "Microsoft.ContainerRegistry/registries", "acrtest", {"publicNetworkAccess": "Disabled"},
        sku={"name": "Premium"},
    )  # fmt: skip
    endpoint = site.endpoint(site.subnet(network), registry, "registry")
    assert not any(way.accepted for way in site.azure.ways(network, registry))
    zone = linked(site, network, "azurecr.io")
    group(site, endpoint, *zone)
    ways = site.azure.ways(network, registry)
    assert [(way.what, way.address, way.accepted) for way in ways] == [
        ("acrtest.azurecr.io", "192.168.1.4", True),
        ("acrtest.swedencentral.data.azurecr.io", "192.168.1.5", True),
    ]
    shown = site.get(f"{endpoint}/privateDnsZoneGroups/default")["properties"]["privateDnsZoneConfigs"][0]
    assert [item["fqdn"] for item in shown["properties"]["recordSets"]] == [
        "acrtest.privatelink.azurecr.io", "acrtest.swedencentral.data.privatelink.azurecr.io",
    ]  # fmt: skip


def test_an_unlinked_network_sees_the_public_address(site: Site) -> None:
    network, other = site.network(), site.network("vnet-2", "10.9.0.0/16")
    storage = site.storage(properties={"publicNetworkAccess": "Disabled"})
    endpoint = site.endpoint(site.subnet(network), storage, "blob")
    group(site, endpoint, *linked(site, network, "blob.core.windows.net"))
    assert [way.accepted for way in site.azure.ways(network, storage)] == [True]
    assert [(way.address, way.accepted) for way in site.azure.ways(other, storage)] == [("", False)]
    site.storage(properties={"publicNetworkAccess": "Enabled"})
    assert [(way.address, way.accepted) for way in site.azure.ways(other, storage)] == [("", True)]


def test_the_last_record_of_a_name_stands(site: Site) -> None:
    network = site.network()
    subnet, storage = site.subnet(network), site.storage()
    zone = linked(site, network, "blob.core.windows.net")
    group(site, site.endpoint(subnet, storage, "blob"), *zone)
    second = site.endpoint(subnet, storage, "blob", "pe-2")
    assert site.azure.ways(network, storage)[0].address == "192.168.1.4"
    group(site, second, *zone)
    assert site.azure.ways(network, storage)[0].address == "192.168.1.5"


def test_a_record_that_leads_to_another_ones_endpoint_is_noticed(site: Site) -> None:
    network = site.network()
    storage, other = site.storage(), site.storage("stother")
    zone = linked(site, network, "blob.core.windows.net")[0]
    site.endpoint(site.subnet(network), other, "blob")
    record = {"properties": {"ttl": 10, "aRecords": [{"ipv4Address": "192.168.1.4"}]}}
    site.put(f"{zone}/A/sttest", record)
    assert [way.accepted for way in site.azure.ways(network, storage) if way.address] == [False]


def test_private_only_blocks_what_the_scope_does_not_hold(site: Site) -> None:
    network = site.network()
    inside, outside = site.workspace("log-in"), site.workspace("log-out")
    access = lambda target: {way.what: (bool(way.address), way.accepted)  # noqa: E731
                             for way in site.azure.ways(network, target)}  # fmt: skip
    assert access(outside) == {"ingestion": (False, True), "query": (False, True)}
    ampls = scope(site, "ampls")
    site.put(f"{ampls}/{SCOPED}/in", {"properties": {"linkedResourceId": inside}})
    endpoint = site.endpoint(site.subnet(network), ampls, "azuremonitor")
    group(site, endpoint, *linked(site, network, *MONITOR))
    assert access(inside) == {"ingestion": (True, True), "query": (True, True)}
    # Log Analytics ingestion has an endpoint of its own and keeps to no access mode.
    assert access(outside) == {"ingestion": (False, True), "query": (True, False)}
    component = site.tracked(
        "Microsoft.Insights/components", "appi", {"Application_Type": "web", "WorkspaceResourceId": outside},
        kind="web",
    )  # fmt: skip
    assert access(component) == {"ingestion": (True, False), "query": (True, False)}
    exclusion = {"privateEndpointConnectionName": "pe", "ingestionAccessMode": "Open", "queryAccessMode": "Open"}
    settings = {"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly", "exclusions": [exclusion]}
    site.put(ampls, {"location": "global", "properties": {"accessModeSettings": settings}})
    assert access(component) == {"ingestion": (False, True), "query": (False, True)}


def test_two_scopes_on_one_dns_override_each_other(site: Site) -> None:
    one, two = site.network(), site.network("vnet-2", "10.9.0.0/16")
    member = site.workspace()
    first, second = scope(site, "ampls-1"), scope(site, "ampls-2")
    site.put(f"{first}/{SCOPED}/in", {"properties": {"linkedResourceId": member}})
    zones = linked(site, one, *MONITOR)
    linked(site, two, *MONITOR)
    group(site, site.endpoint(site.subnet(one), first, "azuremonitor"), *zones)
    assert all(way.accepted for way in site.azure.ways(one, member))
    group(site, site.endpoint(site.subnet(two, prefix="10.9.1.0/24"), second, "azuremonitor", "pe-2"), *zones)
    assert [way.accepted for way in site.azure.ways(one, member) if way.what == "query"] == [False]


def test_what_is_not_modelled_is_said(site: Site) -> None:
    network = site.network()
    with site.refused("NoPrivateLink"):
        site.azure.ways(network, site.identity())
    with site.refused("ResourceNotFound"):
        site.azure.ways(network, f"{site.group}/providers/Microsoft.Storage/storageAccounts/none")


def test_names_of_other_services(site: Site) -> None:
    network = site.network()
    subnet = site.subnet(network)
    names = lambda endpoint: [item["fqdn"] for item in site.get(endpoint)["properties"]["customDnsConfigs"]]  # noqa: E731
    locations = [{"locationName": "Sweden Central", "failoverPriority": 0}]
    cosmos = site.tracked("Microsoft.DocumentDB/databaseAccounts", "cosmos-test", {"locations": locations})
    assert names(site.endpoint(subnet, cosmos, "Sql", "pe-c")) == [
        "cosmos-test.documents.azure.com", "cosmos-test-swedencentral.documents.azure.com",
    ]  # fmt: skip
    secondary = site.endpoint(subnet, site.storage(), "blob_secondary", "pe-s")
    assert names(secondary) == ["sttest-secondary.blob.core.windows.net"]
    store = site.tracked("Microsoft.AppConfiguration/configurationStores", "appcs-test", sku={"name": "standard"})
    assert names(site.endpoint(subnet, store, "configurationStores", "pe-a")) == ["appcs-test.azconfig.io"]
