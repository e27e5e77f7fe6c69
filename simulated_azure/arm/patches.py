"""PATCH: a partial body laid over the resource, judged by the rules of a PUT."""

from simulated_azure.arm import requests
from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.operations import Operation
from simulated_azure.arm.published import published
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World


def patch(world: World, resource_id: ResourceId, changes: Json, api_version: str) -> Operation:
    """Update parts of a resource; null removes a property (JSON merge patch, ARM RPC resource-api-reference).

    A type may have a way of its own (`rules.Implied`).

    Raises:
        ArmError: 404 when it is not there; 405 when nothing published says that the type has PATCH; 400 for anything
            but tags where a type takes only those (`update_tags` of the published clients); what a PUT may answer.
    """
    row = published(resource_id.type_key)
    answers = row.answers.get("PATCH") if row else None
    if row is not None and answers is None and row.answers:
        raise ArmError(405, "MethodNotAllowed", f"{resource_id.type} has no PATCH; use PUT with the whole resource.")
    if answers is not None and answers.tags_only and set(changes) - {"tags"}:
        raise bad_request("InvalidRequestContent", f"A PATCH of {resource_id.type} takes 'tags' and nothing else.")
    implied = REGISTRY.implied.get(resource_id.type_key)
    if implied is not None:
        return requests.put(world, resource_id, implied.patched(world, resource_id, changes), api_version, sent=changes)
    found = world.find(resource_id)
    if found is None:
        raise requests.missing(resource_id)
    present = {key: value for key, value in found.body.items() if key != SERVER_ONLY}
    return requests.put(world, found.id, requests.patched(present, changes), api_version, sent=changes)
