"""Virtual network, subnets, security groups, private DNS."""

from functools import cache
from typing import Any

import pytest
from harness import deploy, value_of
from hypothesis import given
from hypothesis import strategies as st
from platform_samples import KINDS, WHERE, subnets
from pulumi.runtime.sync_await import _sync_await

from components.network import Network, PrivateDns
from components.network.kinds import KINDS as SUBNET_KINDS
from components.network.security_rules import DENY_PRIORITY
from components.network.security_rules import security_rules as typed_rules

WORKSPACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log"
VNET = "/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub"
SUBNET = "azure-native:network:Subnet"
GROUP = "azure-native:network:NetworkSecurityGroup"


def network(**changes):
    args: Any = {
        **WHERE,
        "network_name": "vnet-test",
        "address_prefixes": ["10.0.0.0/16"],
        "subnets": subnets(),
        "diagnostics": {"workspace_id": WORKSPACE},
        **changes,
    }
    return Network("network", args)


@cache
def plain():
    """The network as it is without changes, made once for all tests that only look at it."""
    return deploy(network)


def test_it_creates_the_network_and_a_group_and_a_subnet_of_each_kind():
    assert plain().census() == {
        "azure-native:monitor:DiagnosticSetting": 4,
        "azure-native:network:NetworkSecurityGroup": 3,
        "azure-native:network:Subnet": 3,
        "azure-native:network:VirtualNetwork": 1,
    }


def test_subnets_are_written_one_after_the_other_after_the_network():
    deployment = plain()
    vnet = deployment.one("azure-native:network:VirtualNetwork")
    chain = [deployment.named(f"network-{kind.replace('_', '-')}") for kind in KINDS]
    assert deployment.ordered(vnet, *chain)


def test_the_network_never_carries_subnets_inline():
    vnet = plain().one("azure-native:network:VirtualNetwork")
    assert "subnets" not in vnet.inputs
    assert vnet.ignore_changes == {"subnets"}
    assert vnet.inputs["encryption"] == {"enabled": True, "enforcement": "AllowUnencrypted"}
    assert vnet.inputs["tags"] == WHERE["tags"]


def test_a_subnet_does_not_change_because_its_network_was_written():
    assert [subnet.ignore_changes for subnet in plain().of_type(SUBNET)] == [{"delegations[*].etag"}] * 3


def test_each_subnet_has_its_own_group_and_no_default_way_out():
    deployment = plain()
    for subnet in deployment.of_type(SUBNET):
        assert subnet.property_dependencies["networkSecurityGroup"] == {f"{subnet.name}-security-group"}
        assert subnet.inputs["defaultOutboundAccess"] is False
        assert subnet.inputs["privateEndpointNetworkPolicies"] == "Enabled"


def test_a_group_in_use_is_replaced_only_after_its_subnet_moved():
    groups = plain().of_type(GROUP)
    assert [group.delete_before_replace for group in groups] == [False] * 3


def test_delegations_are_spelled_as_azure_compares_them():
    deployment = plain()
    found = {s.name: [d["serviceName"] for d in s.inputs.get("delegations", [])] for s in deployment.of_type(SUBNET)}
    assert found == {
        "network-agents": ["Microsoft.App/environments"],
        "network-private-endpoints": [],
        "network-api-management-v2": ["Microsoft.Web/hostingEnvironments"],
    }


def test_diagnostics_go_to_the_workspace_for_the_network_and_each_group():
    settings = plain().of_type("azure-native:monitor:DiagnosticSetting")
    assert {s.inputs["workspaceId"] for s in settings} == {WORKSPACE}
    assert all(s.inputs["logs"] == [{"categoryGroup": "allLogs", "enabled": True}] for s in settings)
    assert [("metrics" in s.inputs) for s in settings if s.name == "network-diagnostics"] == [True]
    assert [s for s in settings if s.name != "network-diagnostics" and "metrics" in s.inputs] == []


def test_without_a_workspace_nothing_is_diagnosed():
    args: Any = {**WHERE, "network_name": "v", "address_prefixes": ["10.0.0.0/16"], "subnets": subnets()}
    assert "azure-native:monitor:DiagnosticSetting" not in deploy(lambda: Network("n", args)).census()


def test_an_existing_network_is_used_and_not_touched():
    deployment = deploy(lambda: network(existing_network_id=VNET))
    assert "azure-native:network:VirtualNetwork" not in deployment.census()
    subnet = deployment.named("network-agents")
    assert (subnet.inputs["virtualNetworkName"], subnet.inputs["resourceGroupName"]) == ("vnet-hub", "rg-hub")
    assert deployment.named("network-agents-security-group").inputs["resourceGroupName"] == WHERE["resource_group_name"]
    assert value_of(deployment.result.network_id) == VNET


def test_an_existing_subnet_is_passed_on_and_nothing_is_made_for_it():
    existing = f"{VNET}/subnets/agents"
    changed: Any = subnets()
    changed[0]["existing_subnet_id"] = existing
    deployment = deploy(lambda: network(existing_network_id=VNET, subnets=changed))
    assert value_of(deployment.result.subnet_id("agents")) == existing
    assert len(deployment.of_type(SUBNET)) == len(deployment.of_type(GROUP)) == 2


def test_the_id_of_one_subnet_waits_for_that_subnet_alone():
    deployment = plain()
    for kind in KINDS:
        sources = {r.pulumi_resource_name for r in value_of_resources(deployment.result.subnet_id(kind))}
        assert sources == {f"network-{kind.replace('_', '-')}"}


def value_of_resources(output):
    return _sync_await(output.resources())


def test_a_lock_comes_after_every_subnet_and_protection_reaches_the_network():
    deployment = deploy(lambda: network(lock={"level": "CanNotDelete"}, protect=True))
    lock = deployment.one("azure-native:authorization:ManagementLockByScope")
    assert {s.name for s in deployment.of_type(SUBNET)} <= deployment.before(lock)
    assert lock.inputs["level"] == "CanNotDelete"
    assert deployment.one("azure-native:network:VirtualNetwork").protect


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "agent"}, "unknown kind of subnet 'agent'"),
        ({"kind": "private_endpoints"}, "two subnets of kind private_endpoints"),
        ({"address_prefix": "10.0.0.0/20"}, "subnets overlap"),
    ],
)
def test_a_plan_that_azure_would_refuse_is_refused_first(change, message):
    changed: Any = subnets()
    changed[0] = {**changed[0], **change}
    with pytest.raises(ValueError, match=message):
        deploy(lambda: network(subnets=changed))


def security_rules(subnet: Any) -> list[dict[str, Any]]:
    return [dict(rule) for rule in typed_rules(subnet)]


def subnet_of(kind, **extra) -> Any:
    return {
        "kind": kind,
        "subnet_name": "s",
        "address_prefix": "10.0.0.0/24",
        "security_group_name": "n",
        **extra,
    }


EXTRA = st.builds(
    lambda index, direction, ports: {
        "rule_name": f"own-{index}",
        "direction": direction,
        "ports": ports,
        "source": "10.1.0.0/16",
        "destination": "10.2.0.0/16",
    },
    st.integers(0, 1000),
    st.sampled_from(["Inbound", "Outbound"]),
    st.lists(st.sampled_from(["443", "8080-8090"]), min_size=1, max_size=2, unique=True),
)


@given(
    kind=st.sampled_from(sorted(SUBNET_KINDS)),
    extra=st.lists(EXTRA, max_size=20, unique_by=lambda rule: rule["rule_name"]),
)
def test_every_group_ends_in_deny_whatever_is_added(kind, extra):
    rules = security_rules(subnet_of(kind, extra_rules=extra))
    for direction in ("Inbound", "Outbound"):
        own = [rule for rule in rules if rule["direction"] == direction]
        priorities = [rule["priority"] for rule in own]
        assert priorities == sorted(set(priorities))
        last = own[-1]
        assert (last["access"], last["priority"], last["protocol"]) == ("Deny", DENY_PRIORITY, "*")
        assert last["source_address_prefix"] == last["destination_address_prefix"] == "*"
        assert last["destination_port_range"] == "*"
        assert all(rule["access"] == "Allow" for rule in own[:-1])
    assert all(("destination_port_range" in rule) != ("destination_port_ranges" in rule) for rule in rules)
    assert len({rule["name"] for rule in rules}) == len(rules)


@pytest.mark.parametrize("kind", sorted(SUBNET_KINDS))
def test_nothing_comes_in_from_the_internet_nor_over_remote_desktop(kind):
    inbound = [r for r in security_rules(subnet_of(kind)) if r["direction"] == "Inbound" and r["access"] == "Allow"]
    assert {r["source_address_prefix"] for r in inbound}.isdisjoint({"*", "Internet", "0.0.0.0/0"})
    assert not [r for r in inbound if r.get("destination_port_range") in ("22", "3389")]
    everything = [r for r in inbound if r.get("destination_port_range") == "*"]
    assert {r["source_address_prefix"] for r in everything} <= {"10.0.0.0/24"}


def test_the_classic_gateway_gets_the_ports_that_its_control_plane_needs():
    rules = {r["name"]: r for r in security_rules(subnet_of("api_management_classic"))}
    assert rules["allow-management"]["source_address_prefix"] == "ApiManagement"
    assert rules["allow-management"]["destination_port_range"] == "3443"
    assert rules["allow-load-balancer-probes"]["destination_port_range"] == "6390"
    assert rules["allow-azure-monitor"]["destination_port_ranges"] == ["443", "1886"]


def test_the_gateway_of_the_second_generation_reaches_storage():
    rules = {r["name"]: r for r in security_rules(subnet_of("api_management_v2"))}
    assert rules["allow-storage"]["destination_address_prefix"] == "Storage"
    assert "allow-management" not in rules


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"rule_name": "x", "direction": "Sideways"}, "Inbound or Outbound, not 'Sideways'"),
        ({"rule_name": "allow-clients", "direction": "Inbound"}, "used twice: allow-clients"),
    ],
)
def test_a_bad_rule_is_refused_by_name(rule, message):
    full = {"ports": ["443"], "source": "10.1.0.0/16", "destination": "*", **rule}
    with pytest.raises(ValueError, match=message):
        security_rules(subnet_of("private_endpoints", extra_rules=[full]))


def dns(**changes):
    args: Any = {
        "resource_group_name": "rg-network",
        "network_id": VNET,
        "zone_names": ["privatelink.blob.core.windows.net", "privatelink.vaultcore.azure.net"],
        "link_name": "vnet-test",
        **changes,
    }
    return PrivateDns("dns", args)


@cache
def plain_dns():
    """The same of the zones."""
    return deploy(dns)


def test_each_zone_is_global_and_linked_once():
    deployment = plain_dns()
    assert deployment.census() == {
        "azure-native:privatedns:PrivateZone": 2,
        "azure-native:privatedns:VirtualNetworkLink": 2,
    }
    for link in deployment.of_type("azure-native:privatedns:VirtualNetworkLink"):
        assert link.inputs["location"] == "global"
        assert link.inputs["registrationEnabled"] is False
        assert link.inputs["virtualNetwork"] == {"id": VNET}
        assert link.dependencies == {link.name.removesuffix("-link")}


def test_a_link_is_made_anew_when_its_network_is():
    assert plain_dns().named("dns-privatelink-blob-core-windows-net-link").replace_on_changes == {"virtualNetwork"}


def test_a_zone_asked_for_twice_is_made_once():
    zone = "privatelink.blob.core.windows.net"
    assert deploy(lambda: dns(zone_names=[zone, zone])).census()["azure-native:privatedns:PrivateZone"] == 1


def test_a_zone_of_the_hub_is_neither_made_nor_linked():
    zone = "privatelink.blob.core.windows.net"
    hub = f"/subscriptions/h/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/{zone}"
    deployment = deploy(lambda: dns(existing_zone_ids={zone: hub}))
    assert deployment.result.zones[zone] == hub
    assert deployment.census()["azure-native:privatedns:VirtualNetworkLink"] == 1
    assert value_of(deployment.result.zone_ids)[zone] == hub
