"""Private endpoints with their DNS zone group, in one shape for all services."""

from typing import NotRequired, TypedDict

import pulumi


class EndpointPlacementArgs(TypedDict):
    """Where a private endpoint is put. The service knows its own ARM type and group id."""

    endpoint_name: str
    """Name of the private endpoint. The network interface is called `<endpoint_name>-nic`."""
    subnet_id: pulumi.Input[str]
    """Resource id of the subnet. It must carry no delegation."""
    zone_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Private DNS zone name -> zone resource id; more zones than the service needs do no harm. Left out: no zone group is
    created, because a platform policy writes it."""
    after: NotRequired[list[pulumi.Input[str]]]
    """Resource ids that exist before the endpoint is written: the previous endpoint of the same subnet, because parallel
    writes to one subnet fail with `ReferencedResourceNotProvisioned`."""
    resource_group_name: NotRequired[pulumi.Input[str]]
    """Resource group of the endpoint. Default: the one of the service."""
