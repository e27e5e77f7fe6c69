"""If-Match and If-None-Match of writes, for the types whose published clients send them."""

import hashlib
import json
from dataclasses import dataclass

from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.rules import Rule
from simulated_azure.arm.views import view
from simulated_azure.arm.world import World

# Prefixes of types: azure-mgmt-apimanagement (children of a service), azure-mgmt-privatedns (zones, links, records).
CONDITIONAL = ("microsoft.apimanagement/service/", "microsoft.network/privatednszones")
RULE = Rule(
    ("Microsoft.ApiManagement/service/apis", "Microsoft.Network/privateDnsZones"), "parallel", "etag",
    "A write with If-Match or If-None-Match that does not hold is refused: 412 PreconditionFailed.",
    "REST reference: API Management entities, private DNS zones (If-Match, If-None-Match)",
)  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """What a client demands of the present state before a write; '' demands nothing."""

    if_match: str = ""
    if_none_match: str = ""

    def check(self, world: World, resource_id: ResourceId) -> None:
        """Refuse a write whose condition does not hold; other types than `CONDITIONAL` take no notice.

        Raises:
            ArmError: 412 PreconditionFailed.
        """
        if not resource_id.type_key.startswith(CONDITIONAL):
            return
        found = world.find(resource_id)
        present = entity_tag(view(world, found)) if found else ""
        if self.if_match and not _holds(self.if_match, present):
            raise _failed("If-Match", self.if_match)
        if self.if_none_match and _holds(self.if_none_match, present):
            raise _failed("If-None-Match", self.if_none_match)


UNCONDITIONAL = Condition()


def _holds(wanted: str, present: str) -> bool:
    tags = {item.strip().removeprefix("W/").strip('"') for item in wanted.split(",")}
    return bool(present) and ("*" in tags or present.removeprefix("W/").strip('"') in tags)


def _failed(header: str, value: str) -> ArmError:
    return ArmError(412, "PreconditionFailed", f"The condition '{value}' in the {header} header was not satisfied.")


def entity_tag(body: Json) -> str:
    """The entity tag of a resource as GET returns it: its own one, else a digest."""
    given = body.get("etag")
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    return str(given) if given else f'"{digest}"'
