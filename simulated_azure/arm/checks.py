"""Checks that hold for every resource type, in the order in which Azure Resource Manager makes them."""

import re
import uuid
from typing import Any

from simulated_azure.arm.bodies import drop_path, fill, read_path, same_value, write_path
from simulated_azure.arm.concurrency import OverlapError, must_be_free
from simulated_azure.arm.errors import ArmError, bad_request, conflict, not_found
from simulated_azure.arm.ids import RESOURCE_GROUP, SUBSCRIPTION, TENANT, ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.locations import normal
from simulated_azure.arm.rules import REGISTRY, Immutable, Put, everywhere
from simulated_azure.arm.world import World

LOCK = "Microsoft.Authorization/locks"
# What a second write of one entity is answered: #903@PAN; #4765@PAN (TagAtScope), public reports (Container Apps).
_BUSY = {
    "microsoft.network/": "AnotherOperationInProgress",
    "microsoft.resources/tags": "ConflictingConcurrentWriteNotAllowed",
    "microsoft.app/": "ConflictingConcurrentWriteNotAllowed",
}
_CAPACITY_CODES = ("AllocationFailed", "RegionDoesNotAllowProvisioning")
_API_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-preview|-privatepreview)?")


def check_api_version(api_version: str) -> None:
    """Refuse a missing or malformed api-version: 400 MissingApiVersionParameter, InvalidApiVersionParameter."""
    if not api_version:
        raise bad_request("MissingApiVersionParameter", "The api-version query parameter is required.")
    if not _API_VERSION.fullmatch(api_version):
        raise bad_request(
            "InvalidApiVersionParameter", f"'{api_version}' is not an API version (YYYY-MM-DD[-preview])."
        )


@everywhere(source="arm-semantics 2.5: AZD troubleshooting/common-deployment-errors.md; 4.2 (group being deleted)")
def check_scopes(world: World, resource_id: ResourceId) -> None:
    """Refuse a resource whose subscription, resource group, extended resource or parent does not exist."""
    _check_subscription(world, resource_id)
    group = resource_id.group
    if group is not None:
        if world.find(group) is None:
            raise not_found("ResourceGroupNotFound", f"Resource group '{group.name}' could not be found.")
        running = world.in_flight(group)
        if running is not None and running.kind == "delete":
            raise conflict("ResourceGroupBeingDeleted", f"Resource group '{group.name}' is being deleted.")
    if resource_id.is_extension and not exists(world, ResourceId.parse(resource_id.scope)):
        raise not_found("ResourceNotFound", f"The resource '{resource_id.scope}' was not found.")
    parent = resource_id.parent
    if parent is not None and not exists(world, parent):
        raise not_found(
            "ParentResourceNotFound",
            f"'{resource_id.type}' '{resource_id.name}' needs its parent '{parent}', which does not exist.",
        )


def exists(world: World, resource_id: ResourceId) -> bool:
    """Whether a resource, an always-present scope or a singleton of an existing parent is there."""
    if resource_id.type in {SUBSCRIPTION, TENANT} or resource_id.type_key == "microsoft.management/managementgroups":
        return True
    if world.find(resource_id) is not None:
        return True
    parent = resource_id.parent
    return resource_id.type_key in REGISTRY.singletons and parent is not None and exists(world, parent)


def _check_subscription(world: World, resource_id: ResourceId) -> None:
    if not resource_id.subscription:
        return
    try:
        uuid.UUID(resource_id.subscription)
    except ValueError:
        raise bad_request("InvalidSubscriptionId", f"'{resource_id.subscription}' is not a subscription id.") from None
    known = [str(item).lower() for item in world.fact("subscriptions")]
    if known and resource_id.subscription.lower() not in known:
        raise not_found("SubscriptionNotFound", f"The subscription '{resource_id.subscription}' could not be found.")


@everywhere(source="arm-semantics 2.5: AZD troubleshooting/common-deployment-errors.md")
def check_registered(world: World, resource_id: ResourceId) -> None:
    """Refuse a namespace that the subscription has not registered: 409 MissingSubscriptionRegistration."""
    require_registered(world, resource_id.namespace)


def require_registered(world: World, namespace: str) -> None:
    """The same for a namespace that a service needs besides its own."""
    if namespace.lower() in [str(item).lower() for item in world.fact("unregisteredProviders")]:
        raise conflict(
            "MissingSubscriptionRegistration",
            f"The subscription is not registered to use namespace '{namespace}'.",
            target=namespace,
        )


@everywhere(source="arm-semantics 2.5: AZD troubleshooting/common-deployment-errors.md; LZB v1.0.9 (search)")
def check_capacity(world: World, put: Put) -> None:
    """Refuse a new resource where the region is full (fact `regionsWithoutCapacity`): 400 SkuNotAvailable."""
    place = f"{put.id.type_key}@{normal(str(put.body.get('location', '')))}"
    for item in world.fact("regionsWithoutCapacity") if put.creating else ():
        where, _, code = str(item).partition(" ")
        if where.lower() != place:
            continue
        search = put.id.namespace.lower() == "microsoft.search"
        usual = "InsufficientResourcesAvailable" if search else "SkuNotAvailable"
        message = f"{put.id.type} is not available in '{put.body.get('location')}' at present."
        raise conflict(code, message) if code in _CAPACITY_CODES else bad_request(usual, message)


def locks_on(world: World, resource_id: ResourceId) -> list[tuple[str, str]]:
    """(level, lock id) of each lock that a resource lies under."""
    scopes = {resource_id.key, *resource_id.ancestor_keys}
    return [
        (str(lock.properties.get("level", "")), lock.id.text)
        for lock in world.of_type(LOCK)
        if lock.id.scope.lower() in scopes
    ]


@everywhere(source="arm-semantics 2.5: AZD azure-resource-manager/management/lock-resources.md")
def check_not_read_only(world: World, resource_id: ResourceId) -> None:
    """Refuse a write under a ReadOnly lock: 409 ScopeLocked."""
    if resource_id.type_key == LOCK.lower():
        return
    for level, lock in locks_on(world, resource_id):
        if level.lower() == "readonly":
            raise _locked("write", resource_id, lock)


@everywhere(source="arm-semantics 2.5: AZD azure-resource-manager/management/lock-resources.md")
def check_not_locked(world: World, resource_id: ResourceId) -> None:
    """Refuse deleting what a lock protects, on the resource, above it, or on anything below it: 409 ScopeLocked.

    Source: AZD azure-resource-manager/management/lock-resources.md.
    """
    if resource_id.type_key == LOCK.lower():
        return
    for _level, lock in locks_on(world, resource_id):
        raise _locked("delete", resource_id, lock)
    for lock in world.of_type(LOCK):
        if lock.id.scope.lower().startswith(resource_id.key + "/"):
            raise _locked("delete", resource_id, lock.id.text)


def _locked(verb: str, resource_id: ResourceId, lock: str) -> ArmError:
    return conflict(
        "ScopeLocked", f"The scope '{resource_id}' cannot perform {verb} because of the lock '{lock}'. Remove it first."
    )


def check_free(world: World, resource_id: ResourceId, body: Json) -> list[OverlapError]:
    """Refuse a write that overlaps another one.

    Returns:
        errors with which the operation will end where the parent accepts the write all the same.
    """
    deferred: list[OverlapError] = []
    for name, guard in must_be_free(resource_id, body).items():
        running = world.guarded_by(name)
        if running is None:
            continue
        error = OverlapError(guard, running.resource_id)
        if not guard.deferred:
            raise error
        deferred.append(error)
    running = world.in_flight(resource_id)
    if running is not None and resource_id.type != RESOURCE_GROUP:
        key = resource_id.type_key
        code = next((code for prefix, code in _BUSY.items() if key.startswith(prefix)), "Conflict")
        raise conflict(code, f"A {running.kind} of '{resource_id}' is still in progress.")
    return deferred


def check_immutable(put: Put) -> None:
    """Refuse a change of a create-only property; a PUT that leaves it out keeps its value."""
    if put.old is None:
        return
    for path in REGISTRY.ignored.get(put.id.type_key, ()):
        kept = read_path(put.old.body, path)
        if kept is None:
            drop_path(put.body, path)
        else:
            write_path(put.body, path, kept)
    for item in REGISTRY.immutable.get(put.id.type_key, ()):
        before, after = read_path(put.old.body, item.path), read_path(put.body, item.path)
        if after is None:
            if before is not None:
                write_path(put.body, item.path, before)
        elif not (item.once and before in (None, "")) and not _accepted(item, before, after):
            raise bad_request(
                item.code,
                f"Property '{item.path}' of '{put.id}' cannot be changed (from {before!r} to {after!r}).",
                target=item.path,
            )


def _accepted(item: Immutable, before: Any, after: Any) -> bool:
    return same_value(before, after) or (str(before), str(after)) in item.allowed


def fill_defaults(put: Put) -> None:
    """Put in the server's defaults."""
    fill(put.body, REGISTRY.defaults.get(put.id.type_key, {}))
