"""References between network resources."""

from typing import Any

from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.locations import normal
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

VNET = "Microsoft.Network/virtualNetworks"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"
NSG = "Microsoft.Network/networkSecurityGroups"
ROUTE_TABLE = "Microsoft.Network/routeTables"


def unresolved(user: ResourceId, target: str, *, region: str = "") -> ArmError:
    """The error for a reference that leads nowhere, or to another region."""
    both = f" in region '{region}'" if region else ""
    return bad_request(
        "InvalidResourceReference",
        f"'{target}', referenced by '{user}', was not found{both}. Both must exist and be in one region.",
    )


def require(world: World, user: ResourceId, target: str, *, region: str = "") -> Resource:
    """The referenced resource; with `region`, it has to live there.

    Raises:
        ArmError: 400 InvalidResourceReference.
    """
    found = world.find(ResourceId.parse(target))
    if found is None or (region and found.location and found.location != normal(region)):
        raise unresolved(user, target, region=normal(region))
    return found


def sub_resource(parent: ResourceId, kind: str, item: Json, etag: str, extra: Json | None = None) -> Json:
    """An element of an inline list (a rule, a delegation) as GET returns it: with id, etag, type and state."""
    name = str(item.get("name", ""))
    properties: dict[str, Any] = {**as_dict(item.get("properties")), **(extra or {}), "provisioningState": "Succeeded"}
    return {
        **item,
        "id": f"{parent}/{kind}/{name}",
        "etag": etag,
        "type": f"{parent.type}/{kind}",
        "properties": properties,
    }


def etag_of(world: World, resource: Resource) -> str:
    """The entity tag of a resource at its present revision."""
    return world.chance.etag(resource.id.key, str(resource.incarnation), str(resource.revision))
