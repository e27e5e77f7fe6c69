"""PUT, PATCH and DELETE on one resource: whether the answer is final or names an operation to follow.

The published clients say for each type which statuses they take and whether they poll; where nothing is published the
RPC contract of Azure Resource Manager holds (v1.0/resource-api-reference.md, v1.0/async-api-reference.md).
"""

import time

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.operations import Operation
from simulated_azure.arm.published import Answers, published
from simulated_azure.rest.wire import Answer, Request, pause

_BY_CONTRACT = {"PUT": Answers((200, 201), polls=True), "PATCH": Answers((200, 202), polls=True),
                "DELETE": Answers((200, 202, 204), polls=True)}  # fmt: skip
_WAIT = 0.005  # real seconds between two looks at an operation whose type answers when it is done


def answers_for(method: str, type_key: str) -> Answers:
    """How a method on a type is answered."""
    row = published(type_key)
    return (row.answers.get(method) if row else None) or _BY_CONTRACT[method]


def written(azure: Azure, request: Request, operation: Operation) -> Answer:
    """The answer to a PUT or PATCH that the world accepted.

    Raises:
        ArmError: the operation failed and the type has none that a client could follow.
    """
    answers = answers_for(request.method, ResourceId.parse(operation.resource_id).type_key)
    outcome = azure.poll(operation.id) if answers.polls else _wait(azure, operation)
    if isinstance(outcome, ArmError) and not answers.polls:
        raise outcome
    resource = azure.answer(operation.resource_id, api_version=request.api_version)
    created = operation.kind == "create"
    if outcome is True:
        return Answer(201 if created and 201 in answers.statuses else 200, resource)
    status = 201 if created and 201 in answers.statuses else 202 if 202 in answers.statuses else 200
    return Answer(status, resource, _follow(request, operation, resource, location=status == 202))


def removed(azure: Azure, request: Request, operation: Operation | None) -> Answer:
    """The answer to a DELETE that the world accepted; `operation` is None when nothing was there."""
    if operation is None:
        return Answer(204)
    answers = answers_for("DELETE", ResourceId.parse(operation.resource_id).type_key)
    outcome = azure.poll(operation.id) if answers.polls else _wait(azure, operation)
    if isinstance(outcome, ArmError) and not answers.polls:
        raise outcome
    if outcome is True:
        return Answer(200 if 200 in answers.statuses else 204)
    return Answer(202, None, _follow(request, operation, {}, location=True))


def operation_status(azure: Azure, request: Request, operation_id: str) -> Answer:
    """What Azure-AsyncOperation points to: status, and the error of an operation that failed."""
    operation, outcome = azure.operation(operation_id), azure.poll(operation_id)
    body: Json = {"id": request.path, "name": operation_id, "status": "Succeeded"}
    if isinstance(outcome, ArmError):
        return Answer(200, {**body, "status": "Failed", **outcome.body()})
    if not outcome:
        return Answer(200, {**body, "status": "InProgress"}, pause(operation.ends_at - time.time()))
    return Answer(200, body)


def operation_result(azure: Azure, request: Request, operation_id: str) -> Answer:
    """What Location points to: 202 while the operation runs, then what the write would have answered at once.

    Raises:
        ArmError: the operation failed.
    """
    operation, outcome = azure.operation(operation_id), azure.poll(operation_id)
    if isinstance(outcome, ArmError):
        raise outcome
    if not outcome:
        here = request.link(request.path, **{"api-version": request.api_version})
        return Answer(202, None, {"Location": here, **pause(operation.ends_at - time.time())})
    if operation.kind == "delete":
        return Answer(204)
    return Answer(200, azure.get(operation.resource_id, api_version=request.api_version))


def _follow(request: Request, operation: Operation, resource: Json, *, location: bool) -> dict[str, str]:
    parsed = ResourceId.parse(operation.resource_id)
    region = str(resource.get("location") or "global")
    above = f"/subscriptions/{parsed.subscription}" if parsed.subscription else ""
    above += f"/providers/{parsed.namespace}/locations/{region}"
    version = {"api-version": request.api_version}
    headers = {"Azure-AsyncOperation": request.link(f"{above}/operations/{operation.id}", **version)}
    if location:
        headers["Location"] = request.link(f"{above}/operationResults/{operation.id}", **version)
    return headers | pause(operation.ends_at - time.time())


def _wait(azure: Azure, operation: Operation) -> ArmError | bool:
    while (outcome := azure.poll(operation.id)) is False:
        time.sleep(max(operation.ends_at - time.time(), _WAIT))
    return outcome
