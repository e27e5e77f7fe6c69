from typing import Any

import pytest

from tests.simulated.site import REGION, Site

ALLOW = {"access": "Allow", "direction": "Inbound", "protocol": "Tcp", "sourcePortRange": "*", "destinationPortRange": "443",
         "sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "priority": 100}  # fmt: skip


def rule(name: str, **properties: Any) -> dict[str, Any]:
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
        site.put(peering + "3", {"properties": {"remoteVirtualNetwork": {"id": three}}})
    with site.refused("InvalidResourceReference"):
        site.put(peering + "x", {"properties": {"remoteVirtualNetwork": {"id": one + "x"}}})
    both = {"remoteVirtualNetwork": {"id": two}, "allowGatewayTransit": True, "useRemoteGateways": True}
    with site.refused("InvalidRequestFormat"):
        site.put(peering, {"properties": both})
