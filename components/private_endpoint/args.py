"""Arguments of the private endpoint component."""

import pulumi

from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import PlacementArgs


class PrivateEndpointArgs(PlacementArgs):
    """Private endpoint with DNS zone group for any resource that supports Private Link."""

    target_id: pulumi.Input[str]
    """Resource id of the target."""
    target_type: str
    """ARM type of the target, for example `Microsoft.KeyVault/vaults`."""
    group_id: str
    """Sub-resource of the target, for example `vault` or `blob`."""
    endpoint: EndpointPlacementArgs
    """Subnet, name and zones."""
