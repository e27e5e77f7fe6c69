"""Whether a globally unique name is free, as the services that publish the question answer it."""

from dataclasses import dataclass

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import as_dict
from simulated_azure.arm.names import check_name
from simulated_azure.arm.world import World

_ACCOUNTS = "Microsoft.CognitiveServices/accounts"


@dataclass(frozen=True)
class Availability:
    """`reason` is '', `Invalid` or `AlreadyExists`."""

    reason: str = ""
    message: str = ""


def of_name(world: World, subscription: str, arm_type: str, name: str) -> Availability:
    """Whether a name is free for a top-level type: valid, and neither used, kept by soft delete nor another tenant's.

    For Cognitive Services accounts the name is that of the subdomain.
    """
    where = f"/subscriptions/{subscription}/resourceGroups/any/providers/{arm_type}/{name}"
    try:
        check_name(ResourceId.parse(where))
    except ArmError as error:
        return Availability("Invalid", error.message)
    elsewhere = {str(item).lower() for item in world.fact("namesTakenElsewhere")}
    if name.lower() in _used(world, arm_type) | elsewhere or is_held(world, arm_type, name):
        return Availability("AlreadyExists", f"The name '{name}' is already in use; select a different one.")
    return Availability()


def _used(world: World, arm_type: str) -> set[str]:
    present, kept = world.of_type(arm_type), world.all_soft_deleted(arm_type)
    if arm_type != _ACCOUNTS:
        return {item.id.name.lower() for item in present} | {ResourceId.parse(item["id"]).name.lower() for item in kept}
    bodies = [item.body for item in present] + [as_dict(item["body"]) for item in kept]
    return {str(as_dict(body.get("properties")).get("customSubDomainName") or "").lower() for body in bodies} - {""}


def hold_name(world: World, resource: ResourceId, minutes: float) -> None:
    """Keep the name of a resource that is gone taken for so many simulated minutes."""
    if minutes:
        world.hold(_name_of(resource.type, resource.name).key, resource, resource.text)
        world.release(resource.key, minutes)


def is_held(world: World, arm_type: str, name: str) -> bool:
    """Whether the name of a resource that is gone is taken still."""
    return bool(world.holders(_name_of(arm_type, name)))


def _name_of(arm_type: str, name: str) -> ResourceId:
    return ResourceId.parse(f"/providers/{arm_type}/{name}")
