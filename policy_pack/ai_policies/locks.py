"""Locks of Azure Resource Manager: what they keep from being deleted."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, Unknown, Violated, same

LOCK = "Microsoft.Authorization/locks"
_PROTECTING = ("CanNotDelete", "ReadOnly")


def expect_lock(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """A lock on the resource, its resource group or the subscription must keep it from being deleted."""
    covering = [lock for lock in graph.of(LOCK) if _covers(graph, lock, resource)]
    levels = [lock.find("level") for lock in covering]
    if any(same(level, wanted) for level in levels for wanted in _PROTECTING):
        return
    if UNKNOWN in levels:
        yield Unknown("level of the lock")
    else:
        yield Violated("is neither protected nor locked against deletion")


def _covers(graph: Graph, lock: Resource, resource: Resource) -> bool:
    kind = lock.token.rpartition(":")[2]
    if kind == "ManagementLockAtSubscriptionLevel":
        return True
    if kind == "ManagementLockAtResourceGroupLevel":
        return same(lock.read("resourceGroupName"), resource.read("resourceGroupName"))
    if resource in graph.linked(lock, "scope", resource.arm_type):
        return True
    scope = lock.find("scope")
    if not isinstance(scope, str):
        return False
    group = resource.find("resourceGroupName")
    of_group = isinstance(group, str) and scope.casefold().endswith(f"/resourcegroups/{group}".casefold())
    return of_group or scope.casefold().endswith(f"/{resource.arm_type}/{resource.arm_name}".casefold())
