"""Kubernetes clusters: their node pools, which stand inside the cluster or beside it."""

from collections.abc import Sequence

from ai_policies.kit import Resource, View


def pools(resource: Resource) -> Sequence[View]:
    """The pools that a cluster lists, or the pool itself when the resource is one; raises `UnknownRead`."""
    if resource.is_type("Microsoft.ContainerService/managedClusters/agentPools"):
        return [resource]
    return resource.items("agentPoolProfiles")
