"""Which subnets the network has, and where they lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from types import MappingProxyType
from typing import Final, Literal

from components._arm import MINIMUM_PREFIX
from landing_zone.settings.model import Settings
from landing_zone.settings.sections.network import NetworkSettings, SubnetSettings

SubnetName = Literal["agents", "private_endpoints", "ai_gateway"]
"""Keys of the subnets in the settings."""


@dataclass(frozen=True)
class SubnetPurpose:
    """What one subnet is for."""

    what: str
    """The purpose in words, for messages."""
    default_prefix: int
    """Prefix length unless the settings say otherwise."""
    longest_prefix: int
    """Prefix length of the smallest subnet that the service works in."""


PURPOSES: Final[Mapping[SubnetName, SubnetPurpose]] = MappingProxyType(
    {
        "agents": SubnetPurpose("Foundry agents", 24, MINIMUM_PREFIX["agents"]),
        "private_endpoints": SubnetPurpose("private endpoints", 26, MINIMUM_PREFIX["private_endpoints"]),
        "ai_gateway": SubnetPurpose("API Management", 27, MINIMUM_PREFIX["api_management_v2"]),
    }
)
"""Subnets in the order in which they are made."""


class SubnetsDoNotFit(ValueError):  # noqa: N818 - reads as the sentence that it is
    """The address space has no room for the subnets."""


def subnet_settings(network: NetworkSettings, name: SubnetName) -> SubnetSettings:
    """Return the settings of one subnet."""
    subnets = network.subnets
    return {
        "agents": subnets.agents,
        "private_endpoints": subnets.private_endpoints,
        "ai_gateway": subnets.ai_gateway,
    }[name]


def subnets_in_use(settings: Settings) -> tuple[SubnetName, ...]:
    """Return the subnets of the parts that are on; private endpoints always have one."""
    wanted = {"agents": settings.foundry.enabled, "private_endpoints": True, "ai_gateway": settings.ai_gateway.enabled}
    return tuple(name for name in PURPOSES if wanted[name])


def address_plan(network: NetworkSettings) -> dict[SubnetName, IPv4Network]:
    """Return the range of each subnet that is not brought along: explicit ones as given, the others largest first.

    All purposes get a range, whether their part is on or not: switching one on later moves no other. In a network that
    exists already nobody knows what is free, so nothing is picked there.

    Raises:
        SubnetsDoNotFit: there is no room.
    """
    plan: dict[SubnetName, IPv4Network] = {}
    open_names: list[tuple[int, SubnetName]] = []
    for name, purpose in PURPOSES.items():
        subnet = subnet_settings(network, name)
        if subnet.cidr is not None:
            plan[name] = subnet.cidr
        elif subnet.existing_id is None and network.existing_virtual_network_id is None:
            open_names.append((subnet.prefix_length or purpose.default_prefix, name))
    for prefix, name in sorted(open_names, key=lambda entry: entry[0]):
        plan[name] = _first_free(network.address_space, prefix, name, plan)
    return {name: plan[name] for name in PURPOSES if name in plan}


def _first_free(space: IPv4Network, prefix: int, name: SubnetName, taken: dict[SubnetName, IPv4Network]) -> IPv4Network:
    for candidate in _blocks(space, prefix):
        if not any(candidate.overlaps(other) for other in taken.values()):
            return candidate
    raise SubnetsDoNotFit(f"there is no room for subnet {name} (/{prefix})")


def _blocks(space: IPv4Network, prefix: int) -> Iterator[IPv4Network]:
    return space.subnets(new_prefix=prefix) if prefix >= space.prefixlen else iter(())
