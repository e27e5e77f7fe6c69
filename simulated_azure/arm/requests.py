"""PUT, GET and DELETE, and what happens when an operation ends."""

import json
import uuid

from simulated_azure.arm import checks, mirrors, parts, policies, remains
from simulated_azure.arm.bodies import merge
from simulated_azure.arm.concurrency import taken_by
from simulated_azure.arm.errors import ArmError, conflict, not_found
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId
from simulated_azure.arm.json_values import Json, as_dict, is_dict
from simulated_azure.arm.locations import check_location
from simulated_azure.arm.names import check_name
from simulated_azure.arm.operations import Operation, minutes_for, minutes_for_group
from simulated_azure.arm.permissions import check_linked, check_permitted
from simulated_azure.arm.rules import REGISTRY, Put, everywhere
from simulated_azure.arm.store import Resource, dump
from simulated_azure.arm.views import SERVER_ONLY, implied_view, system_principal, view
from simulated_azure.arm.world import World

_SERVER_OWNED = ("id", "name", "type", "etag", "systemData")
_SURVIVES_ITS_TARGET = "microsoft.insights/diagnosticsettings"
_UNKNOWN_SCOPE = ("ResourceGroupNotFound", "ResourceNotFound", "ParentResourceNotFound")


def put(world: World, resource_id: ResourceId, body: Json, api_version: str, *, sent: Json | None = None) -> Operation:
    """Create or replace a resource; see `Azure.begin_put`. `sent` is what the request carries, if less than `body`."""
    checks.check_api_version(api_version)
    mirror = mirrors.of(resource_id)
    if mirror is not None:
        return _start(world, mirrors.write(world, mirror, resource_id, body), "update", None)
    old = parts.find(world, resource_id)
    kept = {key: value for key, value in merge({}, body).items() if key not in _SERVER_OWNED}
    request = Put(old.id if old else resource_id, kept, old, world, api_version)
    check_permitted(world, request.id, "write")
    check_linked(world, request.id, kept if sent is None else sent)
    if old and SERVER_ONLY in old.body:
        request.body[SERVER_ONLY] = old.body[SERVER_ONLY]
    checks.check_scopes(world, request.id)
    checks.check_registered(world, request.id)
    check_name(request.id)
    check_location(request.id, request.body, old)
    checks.check_not_read_only(world, request.id)
    policies.check_policy(request)
    deferred = checks.check_free(world, request.id, request.body)
    checks.check_capacity(world, request)
    checks.check_immutable(request)
    for check in REGISTRY.put_checks.get(request.id.type_key, ()):
        check(request)
    checks.fill_defaults(request)
    for normalise in REGISTRY.normalisers.get(request.id.type_key, ()):
        normalise(request)
    policies.apply_policy(request)
    if deferred:
        world.note_overlap(request.id.text, deferred[0].running, deferred[0].code)
    failure = deferred[0] if deferred else request.failure
    saved = world.save(request.id, request.body, api_version, old)
    _register_principal(world, saved)
    operation = _start(world, saved, "update" if old else "create", failure)
    for step in request.afterwards:
        step()
    for effect in REGISTRY.written.get(request.id.type_key, ()):
        effect(world, saved)
    return operation


def get(world: World, resource_id: ResourceId, api_version: str) -> Json:
    """Read a resource; see `Azure.get`."""
    checks.check_api_version(api_version)
    check_permitted(world, resource_id, "read")
    try:
        checks.check_scopes(world, resource_id)
    except ArmError as error:
        if error.code not in _UNKNOWN_SCOPE or resource_id.type == RESOURCE_GROUP:
            raise
        code = error.code if error.code == "ResourceGroupNotFound" else "ResourceNotFound"
        raise not_found(code, error.message) from None
    found = world.find(resource_id)
    found = found or parts.inline(world, resource_id)
    if found is not None:
        return view(world, found)
    mirrored = mirrors.find(world, resource_id)
    if mirrored is not None:
        return mirrored
    implied = REGISTRY.implied.get(resource_id.type_key)
    if implied is not None:
        return implied_view(resource_id, implied.body(world, resource_id))
    if checks.exists(world, resource_id):
        return implied_view(resource_id, REGISTRY.singletons[resource_id.type_key])
    raise missing(resource_id)


@everywhere(source="arm-semantics 5: TF custom pollers (resource group, diagnostic setting, role assignment)")
def check_visible(world: World, resource_id: ResourceId) -> None:
    """A new resource may answer 404 to GET for a while after its PUT (fact `readAfterWriteMinutes`, by type)."""
    lags = {str(key).lower(): float(value) for key, value in as_dict(world.fact("readAfterWriteMinutes")).items()}
    found = world.find(resource_id) if resource_id.type_key in lags else None
    if found is not None and not world.clock.passed(found.created_at, lags[resource_id.type_key]):
        raise missing(resource_id)


def delete(world: World, resource_id: ResourceId, api_version: str, *, force: bool = False) -> Operation:
    """Start deleting a resource; see `Azure.begin_delete`."""
    checks.check_api_version(api_version)
    mirror = mirrors.of(resource_id)
    if mirror is not None:
        return _start(world, mirrors.remove(world, mirror, resource_id), "delete", None)
    check_permitted(world, resource_id, "delete")
    found = parts.find(world, resource_id)
    implied = REGISTRY.implied.get(resource_id.type_key)
    if found is None and implied is not None:
        checks.check_scopes(world, resource_id)
        found = world.save(resource_id, implied.body(world, resource_id), api_version, None)
    if found is None:
        raise missing(resource_id)
    running = world.in_flight(found.id)
    if running is not None and running.kind == "delete":
        return running
    checks.check_not_locked(world, found.id)
    checks.check_free(world, found.id, found.body)
    world.deleting = found.id.key
    inside = world.in_group(found.id) if found.id.type == RESOURCE_GROUP else world.below(found.id)
    try:
        for resource in [found, *inside]:
            for check in REGISTRY.delete_checks.get(resource.id.type_key, ()):
                check(world, resource)
    except ArmError as error:
        if found.id.type != RESOURCE_GROUP:
            raise
        raise conflict("ResourceGroupDeletionBlocked", f"'{found.id.name}' was not deleted. {error}") from None
    if force:
        found.body.setdefault(SERVER_ONLY, {})["purge"] = True
        world.save(found.id, found.body, found.api_version, found)
    group = found.id.type == RESOURCE_GROUP
    minutes = minutes_for_group((item.id.type_key, item.body) for item in inside) if group else None
    return _start(world, found, "delete", None, minutes)


def missing(resource_id: ResourceId) -> ArmError:
    """The 404 for a resource that is not there."""
    if resource_id.type == RESOURCE_GROUP:
        return not_found("ResourceGroupNotFound", f"Resource group '{resource_id.name}' could not be found.")
    return not_found("ResourceNotFound", f"The resource '{resource_id}' was not found.")


def settle(world: World) -> None:
    """Finish every operation whose time is over. Whoever comes first does it: no process has to stay alive."""
    rows = world.connection.execute(
        "SELECT id, resource_id, kind, error FROM operations WHERE settled = 0 AND ends_at <= ? ORDER BY ends_at",
        (world.clock.now,),
    ).fetchall()
    for row in rows:
        world.connection.execute("UPDATE operations SET settled = 1 WHERE id = ?", (row["id"],))
        world.connection.execute("DELETE FROM guards WHERE operation_id = ?", (row["id"],))
        resource = world.find(ResourceId.parse(row["resource_id"]))
        if resource is None:
            continue
        if row["error"]:
            world.connection.execute("UPDATE resources SET failed = 1 WHERE key = ?", (resource.id.key,))
        elif row["kind"] == "delete":
            _finish_delete(world, resource)


def poll(world: World, operation_id: str) -> ArmError | bool:
    """The state of an operation; see `Azure.poll`."""
    row = world.connection.execute("SELECT ends_at, error FROM operations WHERE id = ?", (operation_id,)).fetchone()
    if row is None:
        raise not_found("OperationNotFound", f"No operation '{operation_id}'.")
    if row["ends_at"] > world.clock.now:
        return False
    return ArmError.from_row(json.loads(row["error"])) if row["error"] else True


def operation(world: World, operation_id: str) -> Operation:
    """An accepted write; see `Azure.operation`."""
    row = world.connection.execute(
        "SELECT id, resource_id, kind, ends_at FROM operations WHERE id = ?", (operation_id,)
    ).fetchone()
    if row is None:
        raise not_found("OperationNotFound", f"No operation '{operation_id}'.")
    return Operation(row["id"], row["resource_id"], row["kind"], row["ends_at"])


def patched(body: Json, changes: Json) -> Json:
    """A body with a partial one laid over it; null removes (JSON merge patch)."""
    result = dict(body)
    for key, value in changes.items():
        present = result.get(key)
        if value is None:
            result.pop(key, None)
        elif is_dict(value) and is_dict(present):
            result[key] = patched(present, value)
        else:
            result[key] = value
    return result


def _start(
    world: World, resource: Resource, kind: str, failure: ArmError | None, minutes: float | None = None
) -> Operation:
    lasts = minutes_for(resource.id.type_key, kind, resource.body) if minutes is None else minutes
    ends_at = world.clock.after(lasts)
    operation = Operation(str(uuid.uuid4()), resource.id.text, kind, ends_at)
    error = dump(failure.to_row()) if failure else None
    world.connection.execute(
        "INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
        (operation.id, resource.id.key, resource.id.text, kind, world.clock.now, ends_at, error),
    )
    world.connection.executemany(
        "INSERT INTO guards VALUES (?, ?)", [(name, operation.id) for name in taken_by(resource.id, resource.body)]
    )
    return operation


def _register_principal(world: World, resource: Resource) -> None:
    identity = as_dict(resource.body.get("identity"))
    own = resource.id.type_key == "microsoft.managedidentity/userassignedidentities"
    kept: list[str] = []
    if own or "systemassigned" in str(identity.get("type", "")).lower().replace(" ", ""):
        kept.append(system_principal(world, resource.id, resource.incarnation))
        world.add_principal(kept[0], resource.id)
    world.drop_principals(resource.id, kept)


def _finish_delete(world: World, resource: Resource) -> None:
    inside = world.in_group(resource.id) if resource.id.type == RESOURCE_GROUP else []
    tops = [item for item in inside if item.id.parent is None and not item.id.is_extension]
    for top in tops:
        _remove(world, top)
    _remove(world, resource)


def _remove(world: World, resource: Resource) -> None:
    remains.keep(world, resource)
    for item in [resource, *world.below(resource.id)]:
        if item.id.type_key == _SURVIVES_ITS_TARGET and item is not resource:
            continue
        world.remove(item.id)
        for effect in REGISTRY.deleted.get(item.id.type_key, ()):
            effect(world, item)
