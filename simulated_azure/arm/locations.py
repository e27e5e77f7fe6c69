"""Where resources live: known regions, types that are global, normalisation of region names."""

from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.rules import everywhere
from simulated_azure.arm.store import Resource

REGIONS = frozenset({
    "australiacentral", "australiaeast", "australiasoutheast", "austriaeast", "belgiumcentral", "brazilsouth",
    "canadacentral", "canadaeast", "centralindia", "centralus", "chilecentral", "eastasia", "eastus", "eastus2",
    "francecentral", "germanywestcentral", "indonesiacentral", "israelcentral", "italynorth", "japaneast",
    "japanwest", "koreacentral", "koreasouth", "malaysiawest", "mexicocentral", "newzealandnorth", "northcentralus",
    "northeurope", "norwayeast", "polandcentral", "qatarcentral", "southafricanorth", "southcentralus",
    "southeastasia", "southindia", "spaincentral", "swedencentral", "switzerlandnorth", "switzerlandwest",
    "uaenorth", "uksouth", "ukwest", "westcentralus", "westeurope", "westindia", "westus", "westus2", "westus3",
})  # fmt: skip

# arm-semantics section 1: DNS zones and private link scopes take `global` only.
GLOBAL_TYPES = frozenset({
    "microsoft.network/privatednszones",
    "microsoft.network/privatednszones/virtualnetworklinks",
    "microsoft.insights/privatelinkscopes",
    "microsoft.insights/metricalerts",
    "microsoft.alertsmanagement/smartdetectoralertrules",
})  # fmt: skip
# These live in `global` or in a region.
_ANYWHERE = frozenset({"microsoft.insights/actiongroups", "microsoft.insights/activitylogalerts"})


def normal(location: str) -> str:
    """A region name as Azure returns it: `Sweden Central` is `swedencentral`."""
    return location.replace(" ", "").lower()


@everywhere(source="arm-semantics 1 (global types), 2.5: AZD troubleshooting/common-deployment-errors.md")
def check_location(resource_id: ResourceId, body: Json, old: Resource | None) -> None:
    """Check and normalise the location of a body.

    Raises:
        ArmError: 400 LocationRequired or LocationNotAvailableForResourceType; 409 InvalidResourceLocation when an
            existing resource would have to move.
    """
    raw = body.get("location")
    if not raw:
        if old is not None and old.location:
            body["location"] = old.location
        elif _needs_location(resource_id):
            raise bad_request("LocationRequired", f"A location is required for {resource_id.type}.", target="location")
        return
    location = normal(str(raw))
    accepted = location == "global" if resource_id.type_key in GLOBAL_TYPES else location in REGIONS
    if not accepted and not (resource_id.type_key in _ANYWHERE and location == "global"):
        what = "'global'" if resource_id.type_key in GLOBAL_TYPES else "the name of an Azure region"
        raise bad_request(
            "LocationNotAvailableForResourceType",
            f"Location '{raw}' is not available for {resource_id.type}; {what} is accepted.",
            target="location",
        )
    if old is not None and old.location and old.location != location:
        raise conflict(
            "InvalidResourceLocation",
            f"'{resource_id.name}' exists in location '{old.location}' and cannot be created in '{location}'.",
        )
    body["location"] = location


def _needs_location(resource_id: ResourceId) -> bool:
    if resource_id.type == RESOURCE_GROUP:
        return True
    tracked = len(resource_id.types) == 1 and bool(resource_id.group_name) and not resource_id.is_extension
    return tracked and resource_id.namespace.lower() not in {"microsoft.authorization", "microsoft.resources"}
