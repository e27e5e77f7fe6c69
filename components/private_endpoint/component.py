"""Private endpoint to any resource."""

import pulumi

from components._base import Component
from components.interfaces.private_endpoint import EndpointSite, EndpointTarget, add_private_endpoint
from components.private_endpoint.args import PrivateEndpointArgs


class PrivateEndpoint(Component):
    """Private endpoint with its DNS zone group, for a resource that none of our components made.

    Raises:
        ValueError: the target's type or group id is unknown, or a zone that it needs is missing.
    """

    endpoint_id: pulumi.Output[str]
    """Resource id of the private endpoint."""

    def __init__(self, name: str, args: PrivateEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        endpoint = add_private_endpoint(
            self,
            name,
            EndpointTarget(args["target_id"], args["target_type"], args["group_id"]),
            args["endpoint"],
            EndpointSite(args["resource_group_name"], args["location"], args.get("tags")),
        )
        self.endpoint_id = endpoint.id
        self.register()
