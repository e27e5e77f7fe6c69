"""Microsoft.Resources/tags: the tags of a resource, group or subscription, written as a resource of their own."""

from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import Put, after_delete, after_write, computes, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

TAGS = "Microsoft.Resources/tags"
_SOURCE = "AZD azure-resource-manager/management/tag-resources.md; REST reference, tags at scope"


@on_put(TAGS, source="#4765@PAN (TagAtScope); arm-semantics 3.1")
def entity_is_not_written(put: Put) -> None:
    """Tags cannot be written while another write of the same entity is running."""
    running = put.world.in_flight(ResourceId.parse(put.id.scope))
    if running is not None:
        raise ArmError(
            409, "ConflictingConcurrentWriteNotAllowed", "The operation was interrupted by a conflicting concurrent"
            f" write on the same entity, '{running.resource_id}'. Please retry later.",
        )  # fmt: skip


@on_put(TAGS, source=_SOURCE)
def changes_are_merged(put: Put) -> None:
    """A PATCH merges; that it may also replace or delete is not modelled, and refused."""
    operation = str(put.body.pop("operation", "Merge"))
    if operation != "Merge":
        raise bad_request("BadRequest", f"The operation '{operation}' on tags is not modelled here; PUT replaces them.")


def _set(world: World, scope: str, tags: Json) -> None:
    found = world.find(scope)
    if found is not None:
        world.save(found.id, {**found.body, "tags": tags}, found.api_version, found)


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
    found = world.find(resource.id.scope)
    return {"properties": {"tags": as_dict(found.body.get("tags"))}} if found else {}
