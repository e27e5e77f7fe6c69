"""Elements of an inline list that are resources of their own as well: rules of a security group, routes of a table.

A PUT of the parent states the whole list: what it leaves out is gone, however it was made. An element that a program
gave inline answers to its own id too, and a write of that id takes it over.
"""

from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import REGISTRY, Put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World


def _named(item: Json, name: str) -> bool:
    return str(item.get("name", "")).lower() == name.lower()


def inline(world: World, resource_id: ResourceId) -> Resource | None:
    """The element with this id in the list of its parent, shown as a resource; None when there is none."""
    kind = REGISTRY.parts.get(resource_id.type_key)
    parent = world.find(resource_id.parent) if kind and resource_id.parent else None
    for item in dicts(parent.properties.get(kind)) if parent and kind else []:
        if parent is not None and _named(item, resource_id.name):
            body = {"properties": as_dict(item.get("properties"))}
            return Resource(resource_id, body, parent.api_version, parent.incarnation, parent.revision,
                            parent.created_at, parent.updated_at, failed=False)  # fmt: skip
    return None


def find(world: World, resource_id: ResourceId) -> Resource | None:
    """The resource of this id; an element that was given inline is made a resource of its own."""
    found = world.find(resource_id)
    element = inline(world, resource_id) if found is None else None
    parent = world.find(resource_id.parent) if element is not None and resource_id.parent else None
    if element is None or parent is None:
        return found
    kind = REGISTRY.parts[resource_id.type_key]
    left = [item for item in dicts(parent.properties.get(kind)) if not _named(item, resource_id.name)]
    body = {**parent.body, "properties": {**parent.properties, kind: left}}
    world.save(parent.id, body, parent.api_version, parent)
    return world.save(resource_id, element.body, parent.api_version, None)


def whole_list(put: Put, arm_type: str) -> None:
    """Let the PUT of a parent replace the list: elements that are resources are changed in place or removed."""
    kind = REGISTRY.parts[arm_type.lower()]
    given = {str(item.get("name", "")).lower(): item for item in dicts(put.properties.get(kind))}
    for child in put.world.children(put.id, arm_type):
        item = given.pop(child.id.name.lower(), None)
        if item is None:
            put.world.remove(child.id)
        else:
            put.world.save(child.id, {"properties": as_dict(item.get("properties"))}, put.api_version, child)
    put.properties[kind] = list(given.values())
