"""Microsoft.Resources/tags: the tags of a resource, group or subscription, written as a resource of their own."""

from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import Implied, Put, after_delete, after_write, computes, implies, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

TAGS = "Microsoft.Resources/tags"
_SOURCE = "AZD azure-resource-manager/management/tag-resources.md"
_REST = "Azure/azure-rest-api-specs Microsoft.Resources resources.json, Tags_UpdateAtScope"
_OPERATIONS = frozenset({"Merge", "Replace", "Delete"})
_MOST = 50
_KEPT = object()


@on_put(TAGS, source="#4765@PAN (TagAtScope); arm-semantics 3.1")
def entity_is_not_written(put: Put) -> None:
    """Tags cannot be written while another write of the same entity is running."""
    running = put.world.in_flight(ResourceId.parse(put.id.scope))
    if running is not None:
        raise ArmError(
            409, "ConflictingConcurrentWriteNotAllowed", "The operation was interrupted by a conflicting concurrent"
            f" write on the same entity, '{running.resource_id}'. Please retry later.",
        )  # fmt: skip


@on_put(TAGS, source=f"{_REST} (maximum of 50 tags)")
def tags_are_not_too_many(put: Put) -> None:
    """An entity has at most 50 tags; names that differ in case only are one."""
    names = [name.lower() for name in as_dict(put.properties.get("tags"))]
    if len(names) > _MOST or len(set(names)) < len(names):
        raise bad_request("BadRequest", f"'{put.id.scope}' would have {len(names)} tags; {_MOST} different at most.")


def changes_follow_their_operation(world: World, resource_id: ResourceId, changes: Json) -> Json:
    """A PATCH merges, replaces, or deletes by name, or by name and value; names have no case, values have."""
    operation, given = str(changes.get("operation") or "Merge"), as_dict(as_dict(changes.get("properties")).get("tags"))
    if operation not in _OPERATIONS:
        raise bad_request("BadRequest", f"'{operation}' is none of the operations {sorted(_OPERATIONS)} on tags.")
    present = {} if operation == "Replace" else as_dict(tags_of(world, resource_id)["properties"]["tags"])
    named = {name.lower(): value for name, value in given.items()}
    if operation == "Delete":
        kept = {tag: value for tag, value in present.items() if named.get(tag.lower(), _KEPT) not in (None, "", value)}
    else:
        kept = {tag: value for tag, value in present.items() if tag.lower() not in named} | given
    return {"properties": {"tags": kept}}


def tags_of(world: World, resource_id: ResourceId) -> Json:
    """The tags of the entity; a subscription's are what was written last."""
    entity, written = world.find(resource_id.scope), world.find(resource_id)
    holder: Json = entity.body if entity else written.properties if written else {}
    return {"properties": {"tags": as_dict(holder.get("tags"))}}


def _set(world: World, scope: str, tags: Json) -> None:
    found = world.find(scope)
    if found is not None:
        world.save(found.id, {**found.body, "tags": tags}, found.api_version, found)


implies(TAGS, Implied(tags_of, changes_follow_their_operation), source=f"{_REST} (TagsPatchResource); {_SOURCE}")


@after_write(TAGS, source=_SOURCE)
def tag_the_entity(world: World, resource: Resource) -> None:
    """What is written are the tags of the entity, all of them."""
    _set(world, resource.id.scope, as_dict(resource.properties.get("tags")))


@after_delete(TAGS)
def untag_the_entity(world: World, resource: Resource) -> None:
    """Deleted, the entity has no tags."""
    _set(world, resource.id.scope, {})


@computes(TAGS)
def present_tags(world: World, resource: Resource) -> Json:
    """The tags as the entity has them now."""
    return tags_of(world, resource.id)
