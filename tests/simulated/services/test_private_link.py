import pytest

from tests.simulated.site import REGION, Site

PE = "Microsoft.Network/privateEndpoints"


# ------------------------------------------------------------------ private endpoints
def test_an_endpoint_is_approved_and_takes_an_address(site: Site) -> None:
    subnet, account = site.subnet(site.network()), site.storage()
    endpoint = site.endpoint(subnet, account, "blob")
    shown = site.get(endpoint)["properties"]
    connection = shown["privateLinkServiceConnections"][0]["properties"]
    assert connection["privateLinkServiceConnectionState"]["status"] == "Approved"
    assert shown["customDnsConfigs"] == [{"fqdn": "sttest.blob.core.windows.net", "ipAddresses": ["192.168.1.4"]}]
    assert "/networkInterfaces/pe.nic." in shown["networkInterfaces"][0]["id"]
    assert site.get(subnet)["properties"]["privateEndpoints"] == [{"id": endpoint}]
    assert site.get(account)["properties"]["privateEndpointConnections"][0]["properties"]["privateEndpoint"] == {
        "id": endpoint
    }
    other = site.endpoint(subnet, site.storage("stother"), "blob", "pe-2")
    assert site.get(other)["properties"]["customDnsConfigs"][0]["ipAddresses"] == ["192.168.1.5"]
    assert "_server" not in site.get(other)


def test_a_zone_group_takes_over_the_names(site: Site) -> None:
    endpoint = site.endpoint(site.subnet(site.network()), site.storage(), "blob")
    zone = site.zone("privatelink.blob.core.windows.net")
    group = f"{endpoint}/privateDnsZoneGroups/default"
    config = {"name": "blob", "properties": {"privateDnsZoneId": zone}}
    shown = site.put(group, {"properties": {"privateDnsZoneConfigs": [config]}})["properties"]["privateDnsZoneConfigs"][
        0
    ]
    record = shown["properties"]["recordSets"][0]
    assert (record["recordSetName"], record["ipAddresses"]) == ("sttest", ["192.168.1.4"])
    assert record["fqdn"] == "sttest.privatelink.blob.core.windows.net"
    assert site.get(endpoint)["properties"]["customDnsConfigs"] == []
    assert site.get(zone)["properties"]["numberOfRecordSets"] == 2
    with site.refused("MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed"):
        site.put(f"{endpoint}/privateDnsZoneGroups/second", {"properties": {"privateDnsZoneConfigs": [config]}})
    with site.refused("InvalidRequestFormat"):
        site.put(group, {"properties": {"privateDnsZoneConfigs": []}})
    wrong = {"name": "x", "properties": {"privateDnsZoneId": zone + "x"}}
    with site.refused("InvalidResourceReference"):
        site.put(group, {"properties": {"privateDnsZoneConfigs": [wrong]}})


@pytest.mark.parametrize("group", ["account", "", "Blob2"])
def test_wrong_sub_resources(site: Site, group: str) -> None:
    subnet, account = site.subnet(site.network()), site.storage()
    with site.refused("BadRequest", "groupId"):
        site.endpoint(subnet, account, group)


def test_secondary_sub_resources(site: Site) -> None:
    subnet = site.subnet(site.network())
    site.endpoint(subnet, site.storage(), "blob_secondary")
    with site.refused("BadRequest", "groupId"):  # only Storage has a second region to read from
        site.endpoint(subnet, site.vault(), "vault_secondary", "pe-2")


def test_targets_of_endpoints(site: Site) -> None:
    network = site.network()
    subnet = site.subnet(network)
    with site.refused("InvalidPrivateLinkServiceId"):
        site.endpoint(subnet, site.resource("Microsoft.Storage/storageAccounts", "none"), "blob")
    with site.refused("InvalidPrivateLinkServiceId"):
        site.endpoint(subnet, network, "vnet")
    body = {"location": REGION, "properties": {"subnet": {"id": subnet}}}
    with site.refused("InvalidRequestFormat"):
        site.put(site.resource(PE, "none"), body)


def test_subnets_of_endpoints(site: Site) -> None:
    network, account = site.network(), site.storage()
    with site.refused("InvalidResourceReference"):
        site.endpoint(f"{network}/subnets/none", account, "blob")
    delegated = site.delegated(network, "agents", "192.168.2.0/24", "Microsoft.App/environments")
    with site.refused("PrivateEndpointCreationNotAllowedAsSubnetIsDelegated"):
        site.endpoint(delegated, account, "blob")
    subnet = site.subnet(network)
    with site.refused("InvalidResourceReference", "westeurope"):
        site.put(site.resource(PE, "far"), site.endpoint_body(subnet, account, "blob", location="westeurope"))


def test_what_is_fixed_about_an_endpoint(site: Site) -> None:
    network, account = site.network(), site.storage()
    subnet, other = site.subnet(network), site.subnet(network, "other", "192.168.3.0/24")
    endpoint = site.endpoint(subnet, account, "blob")
    site.put(endpoint, site.endpoint_body(subnet, account, "blob", tags={"a": "b"}))
    with site.refused("PrivateEndpointSubnetCannotBeChanged"):
        site.endpoint(other, account, "blob")
    with site.refused("PrivateEndpointConnectionCannotBeChanged"):
        site.endpoint(subnet, account, "file")


def test_a_target_that_is_not_ready(slow_site: Site) -> None:
    subnet, account = slow_site.subnet(slow_site.network()), slow_site.storage()
    operation = slow_site.azure.begin_put(account, {"location": REGION, "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}},
                                          api_version="2024-01-01")  # fmt: skip
    assert operation.kind == "update"
    with slow_site.refused("ReferencedResourceNotProvisioned"):
        slow_site.endpoint(subnet, account, "blob")


def test_a_subnet_with_an_endpoint_stays(site: Site) -> None:
    network = site.network()
    subnet = site.subnet(network)
    endpoint = site.endpoint(subnet, site.storage(), "blob")
    for target in (subnet, network):
        with site.refused("InUseSubnetCannotBeDeleted", "pe"):
            site.delete(target)
    site.delete(endpoint)
    site.delete(network)
    assert not site.exists(subnet)


def test_a_group_with_endpoint_and_subnet_goes_as_a_whole(site: Site) -> None:
    site.endpoint(site.subnet(site.network()), site.storage(), "blob")
    site.delete(site.group)
    assert site.azure.resources() == []


def test_a_full_subnet(site: Site) -> None:
    subnet = site.subnet(site.network(), prefix="192.168.1.0/29")
    for number in range(3):
        site.endpoint(subnet, site.storage(f"st{number}abc"), "blob", f"pe-{number}")
    with site.refused("SubnetIsFull"):
        site.endpoint(subnet, site.storage("st3abc"), "blob", "pe-3")


# ------------------------------------------------------------------ private DNS
def test_a_network_links_one_zone_of_a_name(site: Site) -> None:
    other_group = f"{site.subscription}/resourceGroups/rg-other"
    site.put(other_group, {"location": REGION})
    network, first, second = site.network(), site.zone("a.net"), site.zone("a.net", other_group)
    body = {"location": "global", "properties": {"virtualNetwork": {"id": network}}}
    link = site.put(f"{first}/virtualNetworkLinks/one", body)["properties"]
    assert (link["virtualNetworkLinkState"], link["registrationEnabled"]) == ("Completed", False)
    with site.refused("BadRequest", "overlapping namespaces"):
        site.put(f"{second}/virtualNetworkLinks/one", body)
    with site.refused("Conflict"):
        site.put(f"{first}/virtualNetworkLinks/two", body)
    site.put(f"{site.zone('b.net')}/virtualNetworkLinks/one", body)


def test_links_need_a_network_and_keep_it(site: Site) -> None:
    network, zone, other = site.network(), site.zone("a.net"), site.network("other", "10.0.0.0/16")
    link = f"{zone}/virtualNetworkLinks/one"
    with site.refused("InvalidResourceReference"):
        site.put(link, {"location": "global", "properties": {"virtualNetwork": {"id": network + "x"}}})
    site.put(link, {"location": "global", "properties": {"virtualNetwork": {"id": network}}})
    with site.refused("BadRequest"):
        site.put(link, {"location": "global", "properties": {"virtualNetwork": {"id": other}}})


def test_a_zone_goes_after_its_links(site: Site) -> None:
    network, zone = site.network(), site.zone("a.net")
    link = f"{zone}/virtualNetworkLinks/one"
    site.put(link, {"location": "global", "properties": {"virtualNetwork": {"id": network}}})
    with site.refused("CannotDeleteResource"):
        site.delete(zone)
    site.delete(link)
    site.delete(zone)


def test_records(site: Site) -> None:
    zone = site.zone("a.net")
    with site.refused("BadRequest", "ttl"):
        site.put(f"{zone}/A/@", {"properties": {"aRecords": [{"ipv4Address": "10.0.0.4"}]}})
    values = {"ttl": 60, "aRecords": [{"ipv4Address": "10.0.0.4"}]}
    assert site.put(f"{zone}/A/@", {"properties": values})["properties"]["fqdn"] == "a.net."
    assert site.put(f"{zone}/A/www", {"properties": values})["properties"]["fqdn"] == "www.a.net."
    assert site.get(zone)["properties"]["numberOfRecordSets"] == 3
