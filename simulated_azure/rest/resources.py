"""Requests whose path is a resource id, a collection, or an action on a resource."""

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.conditions import Condition, entity_tag
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.lists import Collection
from simulated_azure.arm.published import published
from simulated_azure.arm.versions import check_version
from simulated_azure.rest import writes
from simulated_azure.rest.pages import page
from simulated_azure.rest.wire import Answer, Request


def names_one(path: str) -> bool:
    """Whether a path names one resource; else it ends in a type or an action."""
    at = path.lower().rfind("/providers/")
    if at < 0:
        return len(path.strip("/").split("/")) % 2 == 0
    return len(path[at:].split("/")) % 2 == 1


def on_resource(azure: Azure, request: Request) -> Answer:
    """GET, HEAD, PUT, PATCH or DELETE of one resource."""
    resource_id = ResourceId.parse(request.path)
    version = request.api_version
    condition = Condition(request.headers.get("if-match", ""), request.headers.get("if-none-match", ""))
    body = request.body() if request.method in {"PUT", "PATCH"} else {}
    check_version(resource_id.type, version, location=str(body.get("location") or ""))
    if request.method == "PUT":
        return writes.written(
            azure, request, azure.begin_put(request.path, body, api_version=version, condition=condition)
        )
    if request.method == "PATCH":
        return writes.written(
            azure, request, azure.begin_patch(request.path, body, api_version=version, condition=condition)
        )
    if request.method == "DELETE":
        return writes.removed(
            azure, request,
            azure.begin_removal(request.path, api_version=version, condition=condition, force=_forced(request)),
        )  # fmt: skip
    found = azure.get(request.path, api_version=version)
    headers = {"ETag": entity_tag(found)}
    return Answer(_head_status(resource_id), None, headers) if request.method == "HEAD" else Answer(200, found, headers)


def on_collection(azure: Azure, request: Request) -> Answer:
    """GET of a collection, POST of an action."""
    if request.method == "POST":
        target, _, action = request.path.rpartition("/")
        resource_id = ResourceId.parse(target)
        check_version(resource_id.type, request.api_version)
        return Answer(200, azure.action(target, action, request.body(), api_version=request.api_version))
    if request.method != "GET":
        raise ArmError(405, "MethodNotAllowed", f"{request.method} is not possible on the collection '{request.path}'.")
    check_version(Collection.parse(request.path).type, request.api_version)
    found = azure.collection(request.path, condition=request.query.get("$filter", ""))
    return page(request, found, azure.fact("pageSize"))


def _forced(request: Request) -> bool:
    """What azure-mgmt-loganalytics calls `force`, and azure-mgmt-machinelearningservices `forceToPurge`."""
    return "true" in {request.query.get(name, "").lower() for name in ("force", "forcetopurge")}


def _head_status(resource_id: ResourceId) -> int:
    row = published(resource_id.type_key)
    answers = row.answers.get("HEAD") if row else None
    return answers.statuses[0] if answers else 204
