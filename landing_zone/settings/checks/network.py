"""Address ranges, and what is brought along of the network."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations
from typing import Final

from landing_zone.errors import Problem
from landing_zone.regions import CLASS_A_AGENT_REGIONS
from landing_zone.settings.checks.duplicates import duplicates
from landing_zone.settings.model import Configuration
from landing_zone.settings.sections.network import NetworkSettings, SubnetSettings
from landing_zone.subnets import PURPOSES, SubnetsDoNotFit, address_plan, subnet_settings, subnets_in_use
from landing_zone.zones import zones_in_use

_PRIVATE: Final = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_CLASS_A: Final = _PRIVATE[0]
_AGENTS_REFUSE: Final = tuple(
    IPv4Network(text)
    for text in (
        "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24", "0.0.0.0/8", "127.0.0.0/8",
        "100.64.0.0/11", "100.100.0.0/17", "100.100.192.0/19", "100.100.224.0/19",
    )
)  # fmt: skip
"""Ranges that the Foundry agent service keeps for itself; no address space of the network may overlap them
(README of Microsoft's foundry-samples, private network standard agent setup)."""


def problems(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of the section `network`."""
    yield from _address_space(configuration)
    explicit = list(_subnets(configuration))
    yield from explicit
    yield from _brought_along(configuration)
    yield from _zones(configuration)
    if not explicit:
        yield from _fit(configuration)


def _address_space(configuration: Configuration) -> Iterator[Problem]:
    path, space = "network.address_space", configuration.settings.network.address_space
    if not any(space.subnet_of(private) for private in _PRIVATE):
        yield Problem(path, "expected a range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16", str(space))
    if not configuration.settings.foundry.enabled:
        return
    for kept in _AGENTS_REFUSE:
        if space.overlaps(kept):
            yield Problem(
                path, f"expected a range outside {kept}, which Foundry agents keep for themselves", str(space)
            )
    region = configuration.target.location
    if space.subnet_of(_CLASS_A) and region not in CLASS_A_AGENT_REGIONS:
        accepted = (
            f"expected a range inside 172.16.0.0/12 or 192.168.0.0/16: in {region} Foundry agents refuse 10.0.0.0/8"
        )
        yield Problem(path, accepted, str(space))


def _subnets(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of the ranges that are given explicitly."""
    network = configuration.settings.network
    fixed: list[tuple[str, IPv4Network]] = []
    for name, purpose in PURPOSES.items():
        path, subnet = f"network.subnets.{name}", subnet_settings(network, name)
        if len([given for given in (subnet.cidr, subnet.prefix_length, subnet.existing_id) if given is not None]) > 1:
            yield Problem(path, "expected only one of cidr, prefix_length and existing_id")
        length = subnet.cidr.prefixlen if subnet.cidr else subnet.prefix_length
        if length is not None and length > purpose.longest_prefix:
            key = "cidr" if subnet.cidr else "prefix_length"
            value = str(subnet.cidr) if subnet.cidr else length
            yield Problem(f"{path}.{key}", f"expected /{purpose.longest_prefix} or larger for {purpose.what}", value)
        if subnet.cidr is None:
            continue
        if not subnet.cidr.subnet_of(network.address_space):
            yield Problem(f"{path}.cidr", f"expected a range inside {network.address_space} (network.address_space)",
                          str(subnet.cidr))  # fmt: skip
        fixed.append((f"{path}.cidr", subnet.cidr))
    for (earlier, one), (later, other) in combinations(fixed, 2):
        if one.overlaps(other):
            yield Problem(later, f"expected a range that does not overlap {one}", str(other), f"that is {earlier}")


def _fit(configuration: Configuration) -> Iterator[Problem]:
    """Yield a problem when the planned ranges do not fit beside the explicit ones."""
    network = configuration.settings.network
    try:
        address_plan(network)
    except SubnetsDoNotFit as error:
        yield Problem("network.address_space", f"expected a larger range: {error}", str(network.address_space))


def _brought_along(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of a virtual network and subnets that exist already."""
    network = configuration.settings.network
    given = [(f"network.subnets.{name}.existing_id", subnet.existing_id) for name, subnet in _with_id(network)]
    yield from duplicates([(path, found) for path, found in given if found], "a subnet of its own")
    vnet = network.existing_virtual_network_id
    for path, subnet_id in given:
        if vnet is None:
            yield Problem(path, "expected only together with network.existing_virtual_network_id", subnet_id)
        elif subnet_id and not subnet_id.lower().startswith(f"{vnet.lower()}/subnets/"):
            yield Problem(path, f"expected a subnet of {vnet} (network.existing_virtual_network_id)", subnet_id)
    if vnet is None:
        return
    yield from _unplaced(configuration)
    subscription = vnet.split("/")[2].lower()
    if configuration.settings.ai_gateway.enabled and subscription != configuration.target.subscription_id:
        accepted = (
            "expected a network of the stack's own subscription: the gateway (ai_gateway) cannot be put elsewhere"
        )
        yield Problem("network.existing_virtual_network_id", accepted, vnet, "or set ai_gateway.enabled: false")
    if network.ddos_protection_plan_id is not None:
        accepted = "expected only for a new network; join the existing one to the plan where it is managed"
        yield Problem("network.ddos_protection_plan_id", accepted, network.ddos_protection_plan_id)


def _unplaced(configuration: Configuration) -> Iterator[Problem]:
    """Yield a problem for each subnet that would have to be put somewhere into a network that exists already."""
    settings = configuration.settings
    for name in subnets_in_use(settings):
        subnet = subnet_settings(settings.network, name)
        if subnet.cidr is None and subnet.existing_id is None:
            accepted = "expected cidr or existing_id: in an existing network nobody else knows what is free"
            yield Problem(f"network.subnets.{name}", accepted)


def _with_id(network: NetworkSettings) -> Iterator[tuple[str, SubnetSettings]]:
    for name in PURPOSES:
        subnet = subnet_settings(network, name)
        if subnet.existing_id is not None:
            yield name, subnet


def _zones(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of private DNS zones that exist already."""
    needed = zones_in_use(configuration)
    for zone, zone_id in configuration.settings.network.private_dns.existing_zones.items():
        path = f"network.private_dns.existing_zones.{zone}"
        if zone not in needed:
            yield Problem(path, f"expected one of the zones in use: {', '.join(needed)}", zone)
        elif zone_id.rsplit("/", 1)[-1].lower() != zone:
            yield Problem(path, f"expected the id of a zone named {zone}", zone_id)
