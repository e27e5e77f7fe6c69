"""Tiers without Private Link, of services whose only rule about endpoints this is."""

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import as_dict
from simulated_azure.arm.rules import Put, on_put
from simulated_azure.services.network.subnets import ENDPOINT

# Type -> tiers that take endpoints.
_TIERS: dict[str, tuple[str, ...]] = {
    "microsoft.eventhub/namespaces": ("Standard", "Premium"),
    "microsoft.servicebus/namespaces": ("Premium",),
}


@on_put(
    ENDPOINT,
    source="arm-semantics 2.2 (wrong tier: 400): AZD event-hubs/private-link-service.md, service-bus-messaging/"
    "private-link-service.md (tiers)",
)
def tier_takes_endpoints(put: Put) -> None:
    """Event Hubs and Service Bus have private endpoints in some tiers only."""
    for target in filter(None, map(put.world.find, endpoint_targets(put.properties))):
        tier, accepted = str(as_dict(target.body.get("sku")).get("name") or ""), _TIERS.get(target.id.type_key)
        if accepted and tier not in accepted:
            raise bad_request("BadRequest", f"'{target.id.name}' is {tier}; one of {list(accepted)} has private link.")
