"""Kubernetes clusters: their node pools, which stand inside the cluster or beside it."""

from collections.abc import Iterator, Sequence

from ai_policies.kit import Edit, Resource, Value, View, same


def pools(resource: Resource) -> Sequence[View]:
    """The pools that a cluster lists, or the pool itself when the resource is one; raises `UnknownRead`."""
    if resource.is_type("Microsoft.ContainerService/managedClusters/agentPools"):
        return [resource]
    return resource.items("agentPoolProfiles")


def edits(resource: Resource, path: str, value: Value) -> Iterator[Edit]:
    """What gives every pool the value at `path`."""
    inside = resource.is_type("Microsoft.ContainerService/managedClusters")
    for index, pool in enumerate(pools(resource)):
        if not same(pool.find(path), value):
            yield Edit(f"agentPoolProfiles[{index}].{path}" if inside else path, value)
