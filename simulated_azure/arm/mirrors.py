"""Children that are nothing of their own: the other side of what another resource keeps (see `rules.Mirror`).

A private endpoint connection is one: the target shows it, its owner decides about it, the endpoint carries it.
"""

from simulated_azure.arm import checks
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.permissions import check_permitted
from simulated_azure.arm.rules import REGISTRY, Mirror
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World


def of(resource_id: ResourceId) -> Mirror | None:
    """The mirror that an id belongs to; None for a resource of its own."""
    return REGISTRY.mirrors.get(resource_id.types[-1].lower()) if resource_id.parent is not None else None


def find(world: World, resource_id: ResourceId) -> Json | None:
    """The child as GET returns it; None when there is none of this id."""
    mirror, parent = of(resource_id), resource_id.parent
    target = world.find(parent) if mirror and parent else None
    shown = mirror.listed(world, target) if mirror and target else []
    return next((item for item in shown if str(item["id"]).lower() == resource_id.key), None)


def write(world: World, mirror: Mirror, resource_id: ResourceId, body: Json) -> Resource:
    """Change a child; what the operation is about.

    Raises:
        ArmError: as for any other resource, or what the mirror refuses.
    """
    check_permitted(world, resource_id, "write")
    checks.check_scopes(world, resource_id)
    checks.check_not_read_only(world, resource_id)
    checks.check_free(world, resource_id, body)
    mirror.write(world, resource_id, body)
    return _stub(resource_id, body)


def remove(world: World, mirror: Mirror, resource_id: ResourceId) -> Resource:
    """Remove a child; what the operation is about.

    Raises:
        ArmError: as for any other resource, or what the mirror refuses.
    """
    check_permitted(world, resource_id, "delete")
    checks.check_scopes(world, resource_id)
    checks.check_not_locked(world, resource_id)
    checks.check_free(world, resource_id, {})
    mirror.remove(world, resource_id)
    return _stub(resource_id, {})


def _stub(resource_id: ResourceId, body: Json) -> Resource:
    return Resource(resource_id, body, "", 0, 0, 0.0, 0.0, failed=False)
