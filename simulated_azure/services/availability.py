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
    if name.lower() in _used(world, arm_type) | {str(item).lower() for item in world.fact("namesTakenElsewhere")}:
        return Availability("AlreadyExists", f"The name '{name}' is already in use; select a different one.")
    return Availability()


def _used(world: World, arm_type: str) -> set[str]:
    present, kept = world.of_type(arm_type), world.all_soft_deleted(arm_type)
    if arm_type != _ACCOUNTS:
        return {item.id.name.lower() for item in present} | {ResourceId.parse(item["id"]).name.lower() for item in kept}
    bodies = [item.body for item in present] + [as_dict(item["body"]) for item in kept]
    return {str(as_dict(body.get("properties")).get("customSubDomainName") or "").lower() for body in bodies} - {""}
