"""What the owner of a target decides about the private endpoints that connect to it."""

from simulated_azure.arm.errors import ArmError, bad_request, not_found
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.rules import Mirror, mirror
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World
from simulated_azure.services.network.private_endpoints import DECISIONS, connections_to
from simulated_azure.services.network.subnets import ENDPOINT

COLLECTION = "privateEndpointConnections"
_STATUSES = ("Approved", "Rejected")
_SOURCE = (
    "AZD private-link/manage-private-endpoint.md (approve, reject, remove and the state that the endpoint gets); REST"
    " reference, private endpoint connections (create or update: approve or reject)"
)


def decide(world: World, resource_id: ResourceId, body: Json) -> None:
    """The owner of a target approves or rejects a private endpoint connection; the endpoint gets that state."""
    asked = as_dict(as_dict(body.get("properties")).get("privateLinkServiceConnectionState"))
    status = str(asked.get("status") or "")
    if status not in _STATUSES:
        raise bad_request(
            "IncorrectPrivateLinkServiceConnectionStateStatus",
            f"'privateLinkServiceConnectionState.status' is '{status}'; one of {list(_STATUSES)} is accepted.",
            target="status",
        )
    target, endpoint = _sides(world, resource_id)
    state = {"status": status, "description": str(asked.get("description") or ""), "actionsRequired": "None"}
    _keep(world, target, endpoint, state)


def disconnect(world: World, resource_id: ResourceId) -> None:
    """A connection that the owner of a target removes leaves its endpoint Disconnected."""
    target, endpoint = _sides(world, resource_id)
    _keep(world, target, endpoint, {
        "status": "Disconnected", "description": "The connection was removed.", "actionsRequired": "None",
    })  # fmt: skip


def _sides(world: World, resource_id: ResourceId) -> tuple[Resource, Resource]:
    """Target and endpoint of a connection.

    Raises:
        ArmError: 404 when there is no such connection.
    """
    target = world.find(resource_id.parent) if resource_id.parent else None
    for shown in connections_to(world, target) if target else []:
        endpoint = world.find(str(shown["properties"]["privateEndpoint"]["id"]))
        if str(shown["id"]).lower() == resource_id.key and target and endpoint:
            return target, endpoint
    raise _missing(resource_id)


def _missing(resource_id: ResourceId) -> ArmError:
    return not_found("PrivateEndpointConnectionDoesNotExist", f"There is no connection '{resource_id}'.")


def _keep(world: World, target: Resource, endpoint: Resource, state: Json) -> None:
    server = as_dict(endpoint.body.get(SERVER_ONLY))
    decisions = {**as_dict(server.get(DECISIONS)), target.id.key: state}
    body = {**endpoint.body, SERVER_ONLY: {**server, DECISIONS: decisions}}
    world.save(endpoint.id, body, endpoint.api_version, endpoint)


mirror(
    COLLECTION, ENDPOINT, Mirror(connections_to, decide, disconnect), source=_SOURCE,
    summary="The owner of a target approves, rejects or removes the connection; the endpoint gets that state.",
)  # fmt: skip
