"""Arguments of the AI Search component."""

from typing import NotRequired

import pulumi

from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import ServiceArgs


class SearchArgs(ServiceArgs):
    """AI Search service that takes Entra ID tokens over private endpoints only.

    Azure sets customer-managed keys per index on the data plane; the service can only demand them, which this one does
    unless told otherwise. Two services created at the same time may block a name for hours: chain them.
    """

    service_name: str
    """Name of the service, 2-60 lower-case letters, digits and single hyphens, globally unique."""
    identity_ids: list[pulumi.Input[str]]
    """Resource ids of the user-assigned identities. A system-assigned one exists too: shared private links and
    indexers of storage need it."""
    sku_name: NotRequired[str]
    """Tier. Default `standard`; `basic` is the smallest with private endpoints."""
    replica_count: NotRequired[int]
    """Copies, 1-12. Default 1; three for the read-write service level."""
    partition_count: NotRequired[int]
    """Partitions: 1, 2, 3, 4, 6 or 12. Default 1."""
    semantic_search: NotRequired[str]
    """Semantic ranker: `disabled` (default), `free` or `standard`."""
    require_customer_managed_keys: NotRequired[bool]
    """Report indexes without a customer-managed key as not compliant. Default true."""
    private_endpoint: NotRequired[EndpointPlacementArgs]
    """Private endpoint of the service."""
