"""Functions of the SDK: the caller, `get<Resource>`, and the lists of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulated_azure.catalogue.catalogue import resource_type, short_token
from simulated_azure.catalogue.schema import UnmodelledTypeError
from simulated_azure.provider import convert
from simulated_azure.provider.client import ArmClient

# `module:function` -> (resource it is about, ARM action).
_ACTIONS: Mapping[str, tuple[str, str]] = {
    "storage:listStorageAccountKeys": ("storage:StorageAccount", "listKeys"),
    "cognitiveservices:listAccountKeys": ("cognitiveservices:Account", "listKeys"),
    "operationalinsights:getSharedKeys": ("operationalinsights:Workspace", "sharedKeys"),
    "search:listAdminKey": ("search:Service", "listAdminKeys"),
}


async def invoke(
    client: ArmClient, subscription_id: str, token: str, arguments: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Call a function.

    Args:
        client: Client of the simulated ARM.
        subscription_id: GUID of the subscription that ids are made with.
        token: For example `azure-native:network:getSubnet`.
        arguments: Arguments in SDK shape.

    Raises:
        UnmodelledTypeError: the simulator does not know the function.
        ArmError: Azure refuses.
    """
    short = short_token(token)
    if short == "authorization:getClientConfig":
        return {**await client.identity(), "subscriptionId": subscription_id}
    module, name = short.split(":")
    if short in _ACTIONS:
        target, action = _ACTIONS[short]
        resource = resource_type(token.replace(short.split(":")[1], target.split(":")[1]))
        return await client.post(resource.arm_id(arguments, subscription_id), action, {}, resource.api_version)
    if not name.startswith("get"):
        raise UnmodelledTypeError(f"The simulated Azure does not model the function '{token}'")
    package = token.split(":", maxsplit=1)[0]
    resource = resource_type(f"{package}:{module}:{name.removeprefix('get')}")
    response = await client.get(resource.arm_id(arguments, subscription_id), resource.api_version)
    return {**convert.outputs(resource, response), "id": response["id"], "azureApiVersion": resource.api_version}
