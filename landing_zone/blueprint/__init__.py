"""Composition of the landing zone: the only place that knows all components."""

from typing import Any

import pulumi

from landing_zone.blueprint.foundation import Foundation, lay_foundation
from landing_zone.blueprint.gateway import Gateway, build_gateway
from landing_zone.blueprint.services import Services, build_services
from landing_zone.plan import Plan


def build(plan: Plan) -> dict[str, pulumi.Input[Any]]:
    """Create everything that `plan` holds and return the stack's outputs (ids and URLs, nothing secret)."""
    foundation = lay_foundation(plan)
    services = build_services(foundation)
    gateway = build_gateway(foundation) if plan.settings.ai_gateway.enabled else None
    return _outputs(foundation, services, gateway)


def _outputs(foundation: Foundation, services: Services, gateway: Gateway | None) -> dict[str, pulumi.Input[Any]]:
    """Return the outputs of the parts that are on."""
    context = foundation.context
    outputs: dict[str, pulumi.Input[Any]] = {
        "resource_groups": dict(context.groups),
        "virtual_network_id": foundation.network.network_id,
    }
    if foundation.observability:
        outputs["log_analytics_workspace_id"] = foundation.observability.workspace_id
    if foundation.encryption:
        outputs["key_vault_uri"] = foundation.encryption.vault_uri
    if services.artifact_store:
        outputs["artifact_store_url"] = services.artifact_store.blob_endpoint
    if services.search:
        outputs["search_endpoint"] = services.search.endpoint
    if services.foundry:
        outputs["foundry_endpoint"] = services.foundry.endpoint
        outputs["foundry_project_endpoint"] = services.foundry.project_endpoint
    if gateway:
        outputs["gateway_url"] = gateway.service.gateway_url
        outputs["mcp_endpoints"] = gateway.mcp_endpoints
    return outputs
