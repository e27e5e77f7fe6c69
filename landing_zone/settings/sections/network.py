"""The virtual network and the private names in it."""

import ipaddress
from typing import Annotated

from pydantic import Field

from landing_zone.settings.sections.base import Section
from landing_zone.settings.types import Cidr, DdosProtectionPlanId, PrivateDnsZoneId, SubnetId, VirtualNetworkId


class SubnetSettings(Section):
    """Where one subnet lies. Nothing given: the planner picks a range of the default size."""

    cidr: Cidr | None = None
    """Exact range, inside the address space."""
    prefix_length: Annotated[int, Field(ge=16, le=29)] | None = None
    """Size of the range that the planner picks; not together with `cidr`."""
    existing_id: SubnetId | None = None
    """ARM id of a subnet that exists already (with `existing_virtual_network_id` only)."""


class SubnetsSettings(Section):
    """The subnets, one per purpose."""

    agents: SubnetSettings = SubnetSettings()
    """Foundry agents, delegated to Microsoft.App/environments; /24 unless set, /27 at least."""
    private_endpoints: SubnetSettings = SubnetSettings()
    """Private endpoints of all services; /26 unless set, /28 at least."""
    ai_gateway: SubnetSettings = SubnetSettings()
    """API Management; /27 unless set and at least."""


class PrivateDnsSettings(Section):
    """Private DNS zones of the private endpoints."""

    existing_zones: dict[str, PrivateDnsZoneId] = Field(default_factory=dict[str, PrivateDnsZoneId])
    """Zones that exist already (and are linked to the network): zone name to ARM id."""


class NetworkSettings(Section):
    """The virtual network."""

    address_space: Cidr = ipaddress.IPv4Network("192.168.0.0/21")
    """Range of the virtual network; that of the existing one when it is brought along."""
    existing_virtual_network_id: VirtualNetworkId | None = None
    """ARM id of a virtual network that exists already, in the same region."""
    subnets: SubnetsSettings = SubnetsSettings()
    """The subnets."""
    private_dns: PrivateDnsSettings = PrivateDnsSettings()
    """Private DNS zones."""
    ddos_protection_plan_id: DdosProtectionPlanId | None = None
    """DDoS protection plan that the virtual network joins."""
