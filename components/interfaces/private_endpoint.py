"""Private endpoints with their DNS zone group, in one shape for all services."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import network

from components._base import ENDPOINT_TIMEOUT, Component
from components._immutable import CREATE_ONLY
from components.azure_data import PRIVATE_LINK

_STATE = "privateLinkServiceConnections[*].privateLinkServiceConnectionState"


class EndpointPlacementArgs(TypedDict):
    """Where a private endpoint is put. The service knows its own ARM type and group id."""

    endpoint_name: str
    """Name of the private endpoint. The network interface is called `<endpoint_name>-nic`."""
    subnet_id: pulumi.Input[str]
    """Resource id of the subnet. It must carry no delegation."""
    zone_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Private DNS zone name -> zone resource id; more than the service needs do no harm. Left out: no zone group is
    created, because a platform policy writes it."""
    after: NotRequired[list[pulumi.Input[str]]]
    """Resource ids that exist before the endpoint is written: the previous endpoint of the subnet, because parallel
    writes to one subnet fail with `ReferencedResourceNotProvisioned`."""
    resource_group_name: NotRequired[pulumi.Input[str]]
    """Resource group of the endpoint. Default: the one of the service."""


@dataclass(frozen=True)
class EndpointTarget:
    """What a private endpoint leads to."""

    id: pulumi.Input[str]
    """Resource id of the target."""
    arm_type: str
    """ARM type of the target."""
    group_id: str
    """Sub-resource of the target."""


@dataclass(frozen=True)
class EndpointSite:
    """The surroundings of a private endpoint that come from its service."""

    resource_group_name: pulumi.Input[str]
    """Resource group, unless the placement names another."""
    location: str
    """Region: that of the virtual network."""
    tags: dict[str, pulumi.Input[str]] | None
    """Tags of the endpoint."""


def zones_for(arm_type: str, group_id: str, location: str) -> tuple[str, ...]:
    """Return the private DNS zones that a private endpoint needs.

    Args:
        arm_type: ARM type of the target.
        group_id: sub-resource of the target.
        location: region in its short form, for zones that carry it.

    Raises:
        ValueError: the type or the sub-resource is not in `components.azure_data.PRIVATE_LINK`.
    """
    groups = PRIVATE_LINK.get(arm_type)
    if groups is None:
        raise ValueError(f"no private link zones known for {arm_type}")
    if group_id not in groups:
        raise ValueError(f"{arm_type} has no private link group {group_id!r}: known are {', '.join(sorted(groups))}")
    return tuple(zone.format(region=location) for zone in groups[group_id])


def add_private_endpoint(
    component: Component,
    name: str,
    target: EndpointTarget,
    placement: EndpointPlacementArgs,
    site: EndpointSite,
    *,
    after: Sequence[pulumi.Input[Any]] = (),
) -> network.PrivateEndpoint:
    """Create a private endpoint and, if zones are given, its one DNS zone group.

    Args:
        component: parent of the endpoint.
        name: logical name of the target, unique in the component.
        target: what the endpoint leads to.
        placement: subnet, name, zones and order.
        site: resource group, region and tags.
        after: further resources that must exist before, for example the last child of the target.

    Raises:
        ValueError: zones are given but one that the target needs is missing.
    """
    zones = zones_for(target.arm_type, target.group_id, site.location)
    endpoint_name = placement["endpoint_name"]
    resource_group_name = placement.get("resource_group_name", site.resource_group_name)
    endpoint = network.PrivateEndpoint(
        f"{name}-endpoint",
        private_endpoint_name=endpoint_name,
        resource_group_name=resource_group_name,
        location=site.location,
        subnet={"id": placement["subnet_id"]},
        custom_network_interface_name=f"{endpoint_name}-nic",
        private_link_service_connections=[_connection(endpoint_name, target)],
        # Azure fills it at creation and empties it once a zone group exists. Unset, every refresh would report that.
        custom_dns_configs=[],
        tags=site.tags,
        opts=component.child(
            after=[*placement.get("after", []), *after],
            custom_timeouts=ENDPOINT_TIMEOUT,
            replace_on_changes=CREATE_ONLY["network:PrivateEndpoint"],
            ignore_changes=[f"{_STATE}.description", f"{_STATE}.actionsRequired"],
        ),
    )
    zone_ids = placement.get("zone_ids")
    if zone_ids is not None:
        _add_zone_group(component, name, endpoint, resource_group_name, _pick(zone_ids, zones, endpoint_name))
    return endpoint


def _connection(name: str, target: EndpointTarget) -> Any:
    return {
        "name": name,
        "private_link_service_id": target.id,
        "group_ids": [target.group_id],
        # Azure sets it, and the SDK takes it for an input. Said here, an approval that comes late is no change, while a
        # connection that was rejected is made anew.
        "private_link_service_connection_state": {"status": "Approved"},
    }


def _pick(
    zone_ids: dict[str, pulumi.Input[str]], zones: tuple[str, ...], endpoint_name: str
) -> dict[str, pulumi.Input[str]]:
    missing = [zone for zone in zones if zone not in zone_ids]
    if missing:
        raise ValueError(f"private endpoint {endpoint_name} needs the private DNS zones {', '.join(missing)}")
    return {zone: zone_ids[zone] for zone in zones}


def _add_zone_group(
    component: Component,
    name: str,
    endpoint: network.PrivateEndpoint,
    resource_group_name: pulumi.Input[str],
    zones: dict[str, pulumi.Input[str]],
) -> network.PrivateDnsZoneGroup:
    return network.PrivateDnsZoneGroup(
        f"{name}-endpoint-zones",
        private_dns_zone_group_name="default",
        private_endpoint_name=endpoint.name,
        resource_group_name=resource_group_name,
        private_dns_zone_configs=[
            {"name": zone.replace(".", "-"), "private_dns_zone_id": zone_id} for zone, zone_id in zones.items()
        ],
        opts=component.child(),
    )
