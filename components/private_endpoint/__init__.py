"""Private endpoint to a resource that was not made by one of our components."""

from components.private_endpoint.args import PrivateEndpointArgs
from components.private_endpoint.component import PrivateEndpoint

__all__ = ["PrivateEndpoint", "PrivateEndpointArgs"]
