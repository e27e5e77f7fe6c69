"""Arguments of the network components."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.diagnostics import DiagnosticsArgs
from components.interfaces.lock import LockArgs
from components.interfaces.service import PlacementArgs


class SecurityRuleArgs(TypedDict):
    """One allow rule on top of those that the kind of the subnet brings."""

    rule_name: str
    """Name of the rule, unique in its security group."""
    direction: str
    """`Inbound` or `Outbound`."""
    ports: list[str]
    """Destination ports or ranges, for example `["443"]`."""
    source: str
    """Address prefix or service tag that traffic comes from."""
    destination: str
    """Address prefix or service tag that traffic goes to."""
    protocol: NotRequired[str]
    """`Tcp` (default), `Udp` or `*`."""
    description: NotRequired[str]
    """Why the traffic is needed."""


class SubnetArgs(TypedDict):
    """One subnet and its network security group."""

    kind: str
    """What the subnet is for; decides delegation, rules and endpoint policies: `agents`, `private_endpoints`,
    `api_management_v2`, `api_management_classic`, `workloads`. It is also the key of the subnet."""
    subnet_name: str
    """Name of the subnet."""
    address_prefix: str
    """CIDR range inside the address space of the virtual network."""
    security_group_name: str
    """Name of the network security group."""
    route_table_id: NotRequired[pulumi.Input[str]]
    """Resource id of the route table that sends traffic to the firewall."""
    extra_rules: NotRequired[list[SecurityRuleArgs]]
    """Further allow rules, before the final deny."""
    existing_subnet_id: NotRequired[str]
    """Resource id of a subnet that exists: adopted as it is, nothing is created for it."""


class NetworkArgs(PlacementArgs):
    """Virtual network with subnets; nothing enters or leaves a subnet unless a rule says so."""

    network_name: str
    """Name of the virtual network."""
    address_prefixes: list[str]
    """Address space in CIDR notation."""
    subnets: list[SubnetArgs]
    """Subnets, at most one of each kind. They are written one after the other, in this order."""
    existing_network_id: NotRequired[str]
    """Resource id of a virtual network that exists: subnets are created inside it, it is never changed itself."""
    dns_servers: NotRequired[list[str]]
    """Custom DNS servers. Default: Azure DNS."""
    ddos_protection_plan_id: NotRequired[str]
    """Resource id of a DDoS protection plan."""
    diagnostics: NotRequired[DiagnosticsArgs]
    """Where flow and rule events of the network and its security groups are sent."""
    lock: NotRequired[LockArgs]
    """Lock on the virtual network."""
    protect: NotRequired[bool]
    """Refuse to delete the virtual network (Pulumi `protect`). Default false."""


class PrivateDnsArgs(TypedDict):
    """Private DNS zones, linked to one virtual network."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the zones."""
    network_id: pulumi.Input[str]
    """Resource id of the virtual network that resolves the zones."""
    zone_names: list[str]
    """Zones to provide. `components.interfaces.private_endpoint.zones_for` gives those of a service."""
    link_name: str
    """Name of the link in each zone."""
    existing_zone_ids: NotRequired[dict[str, str]]
    """Zone name -> resource id of zones that exist (usually in the hub). They are neither created nor linked."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource that can carry tags."""
