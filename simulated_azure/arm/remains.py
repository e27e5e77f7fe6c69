"""What soft delete keeps of a resource, with what lies below it, and how that comes back."""

from dataclasses import replace
from functools import partial

from simulated_azure.arm.bodies import merge
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import REGISTRY, Put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World

_TREE = "tree"


def keep(world: World, resource: Resource) -> None:
    """Keep what its type keeps of a resource that is being deleted; a forced deletion keeps nothing."""
    behaviour = REGISTRY.soft_delete.get(resource.id.type_key)
    if behaviour is None or as_dict(resource.body.get(SERVER_ONLY)).get("purge"):
        return
    tree = [
        {"id": item.id.text, "body": item.body, "apiVersion": item.api_version, "incarnation": item.incarnation}
        for item in world.below(resource.id)
        if item.id.type_key.startswith(behaviour.with_children) and not item.id.is_extension
    ]
    body = merge(merge({}, resource.body), behaviour.remembers(world, resource))
    kept = replace(resource, body=merge(body, {SERVER_ONLY: {_TREE: tree}}) if tree else body)
    days, protected = behaviour.days(world, resource), behaviour.protected(world, resource)
    world.soft_delete(kept, days, protected=protected)


def bring_back(put: Put, kept: Json) -> None:
    """Make a PUT restore what is kept under its id, whatever else it says.

    Args:
        put: a create.
        kept: as `World.soft_deleted` returns it.
    """
    put.body = kept["body"]
    tree = as_dict(put.body.pop(SERVER_ONLY, None)).get(_TREE)
    put.world.forget_soft_deleted(put.id.key)
    put.afterwards.append(partial(_plant, put.world, dicts(tree)))


def _plant(world: World, tree: list[Json]) -> None:
    for item in tree:
        saved = world.save(ResourceId.parse(item["id"]), item["body"], item["apiVersion"], None)
        world.connection.execute(  # the same as before, versions of keys included
            "UPDATE resources SET incarnation = ? WHERE key = ?", (item["incarnation"], saved.id.key)
        )
