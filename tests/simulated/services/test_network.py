import pytest

from tests.simulated.site import REGION, Site

PE = "Microsoft.Network/privateEndpoints"
ALLOW = {"access": "Allow", "direction": "Inbound", "protocol": "Tcp", "sourcePortRange": "*", "destinationPortRange": "443",
         "sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "priority": 100}  # fmt: skip


def rule(name: str, **properties: object) -> dict[str, object]:
    return {"name": name, "properties": {**ALLOW, **properties}}


# ------------------------------------------------------------------ virtual networks and subnets
def test_a_network_shows_its_subnets(site: Site) -> None:
    network = site.network()
    subnet = site.subnet(network)
    shown = site.get(network)["properties"]["subnets"]
    assert [item["id"] for item in shown] == [subnet]
    assert shown[0]["properties"]["addressPrefix"] == "192.168.1.0/24"
    assert shown[0]["properties"]["privateEndpointNetworkPolicies"] == "Disabled"


def test_a_put_without_subnets_keeps_them_and_an_empty_list_removes_them(site: Site) -> None:
    network = site.network()
    subnet = site.subnet(network)
    space = {"addressSpace": {"addressPrefixes": ["192.168.0.0/16"]}}
    site.put(network, {"location": REGION, "properties": space})
    assert site.exists(subnet)
    site.put(network, {"location": REGION, "properties": {**space, "subnets": []}})
    assert not site.exists(subnet)


def test_inline_subnets_become_resources(site: Site) -> None:
    subnet = {"name": "a", "properties": {"addressPrefix": "10.0.1.0/24"}}
    network = site.tracked(
        "Microsoft.Network/virtualNetworks",
        "vnet",
        {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]},
    )
    assert site.get(f"{network}/subnets/a")["properties"]["privateLinkServiceNetworkPolicies"] == "Enabled"
    outside = {"name": "b", "properties": {"addressPrefix": "10.1.1.0/24"}}
    body = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet, outside]}
    with site.refused("NetcfgInvalidSubnet"):
        site.put(network, {"location": REGION, "properties": body})


@pytest.mark.parametrize(("prefixes", "code"), [
    ([], "InvalidRequestFormat"), (["10.0.0.1/16"], "InvalidAddressPrefixFormat"), (["abc"], "InvalidAddressPrefixFormat"),
    (["10.0.0.0/16", "10.0.1.0/24"], "NetcfgInvalidVirtualNetworkSite"),
])  # fmt: skip
def test_address_spaces(site: Site, prefixes: list[str], code: str) -> None:
    with site.refused(code):
        site.tracked("Microsoft.Network/virtualNetworks", "vnet", {"addressSpace": {"addressPrefixes": prefixes}})


def test_an_address_space_cannot_shrink_below_its_subnets(site: Site) -> None:
    network = site.network()
    site.subnet(network)
    with site.refused("NetcfgInvalidSubnet"):
        site.network(prefix="192.168.2.0/24")


@pytest.mark.parametrize(("prefix", "code"), [
    ("10.0.0.0/24", "NetcfgInvalidSubnet"), ("192.168.9.0/30", "NetcfgInvalidSubnet"),
    ("192.168.1.128/25", "NetcfgSubnetRangesOverlap"),
])  # fmt: skip
def test_subnet_prefixes(site: Site, prefix: str, code: str) -> None:
    network = site.network()
    site.subnet(network)
    with site.refused(code):
        site.subnet(network, "other", prefix)


def test_a_subnet_may_be_written_again(site: Site) -> None:
    network = site.network()
    assert site.subnet(network) == site.subnet(network)
    with site.refused("NetcfgInvalidSubnet"):
        site.put(f"{network}/subnets/none", {"properties": {}})


@pytest.mark.parametrize(("name", "enough", "small"), [
    ("AzureFirewallSubnet", 26, 27), ("AzureBastionSubnet", 26, 27), ("GatewaySubnet", 29, None), ("RouteServerSubnet", 27, 28),
])  # fmt: skip
def test_reserved_subnets(site: Site, name: str, enough: int, small: int | None) -> None:
    network = site.network()
    if small:
        with site.refused("NetcfgInvalidSubnet", f"/{enough}"):
            site.subnet(network, name, f"192.168.1.0/{small}")
    site.subnet(network, name, f"192.168.1.0/{enough}")


def test_references_of_a_subnet(site: Site) -> None:
    network = site.network()
    with site.refused("InvalidResourceReference"):
        site.subnet(
            network, networkSecurityGroup={"id": site.resource("Microsoft.Network/networkSecurityGroups", "none")}
        )
    with site.refused("InvalidResourceReference"):
        site.subnet(network, networkSecurityGroup={"id": network})
    elsewhere = site.resource("Microsoft.Network/networkSecurityGroups", "far")
    site.put(elsewhere, {"location": "westeurope"})
    with site.refused("InvalidResourceReference", REGION):
        site.subnet(network, networkSecurityGroup={"id": elsewhere})


def test_a_security_group_in_use_stays(site: Site) -> None:
    nsg, network = site.security_group(), site.network()
    subnet = site.subnet(network, networkSecurityGroup={"id": nsg})
    assert site.get(nsg)["properties"]["subnets"] == [{"id": subnet}]
    with site.refused("InUseNetworkSecurityGroupCannotBeDeleted"):
        site.delete(nsg)
    site.delete(subnet)
    site.delete(nsg)


def test_a_route_table_in_use_stays(site: Site) -> None:
    table = site.tracked("Microsoft.Network/routeTables", "rt")
    subnet = site.subnet(site.network(), routeTable={"id": table})
    with site.refused("InUseRouteTableCannotBeDeleted"):
        site.delete(table)
    site.delete(subnet)
    site.delete(table)


def test_default_outbound_access_is_create_only(site: Site) -> None:
    network = site.network()
    site.subnet(network, defaultOutboundAccess=False)
    assert site.get(site.subnet(network))["properties"]["defaultOutboundAccess"] is False
    with site.refused("DefaultOutboundAccessCannotBeChanged"):
        site.subnet(network, defaultOutboundAccess=True)


def test_priorities(site: Site) -> None:
    site.security_group("a", rule("one"), rule("two", direction="Outbound"))
    with site.refused("SecurityRuleConflict", "one", "two"):
        site.security_group("b", rule("one"), rule("two"))
    with site.refused("SecurityRuleInvalidPriority"):
        site.security_group("c", rule("one", priority=99))


def test_rules_have_ids_and_complete_lists(site: Site) -> None:
    nsg = site.security_group("a", rule("one"))
    shown = site.get(nsg)["properties"]["securityRules"][0]
    assert shown["id"] == f"{nsg}/securityRules/one"
    assert shown["properties"]["destinationPortRanges"] == []
    assert site.put(nsg, {"location": REGION, "properties": site.get(nsg)["properties"]})["properties"][
        "securityRules"
    ] == [{**shown, "etag": site.get(nsg)["etag"]}]


def test_peerings(site: Site) -> None:
    one, two, three = site.network("one"), site.network("two", "10.0.0.0/16"), site.network("three")
    peering = f"{one}/virtualNetworkPeerings/p"
    site.put(peering, {"properties": {"remoteVirtualNetwork": {"id": two}}})
    with site.refused("VnetAddressSpacesOverlap"):
        site.put(peering, {"properties": {"remoteVirtualNetwork": {"id": three}}})
    with site.refused("InvalidResourceReference"):
        site.put(peering, {"properties": {"remoteVirtualNetwork": {"id": one + "x"}}})
    both = {"remoteVirtualNetwork": {"id": two}, "allowGatewayTransit": True, "useRemoteGateways": True}
    with site.refused("InvalidRequestFormat"):
        site.put(peering, {"properties": both})


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
    site.endpoint(site.subnet(site.network()), site.storage(), "blob_secondary")


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
