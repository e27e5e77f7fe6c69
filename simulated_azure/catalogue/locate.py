"""From a Pulumi token and its inputs to the ARM id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulated_azure.catalogue.catalogue import resource_type


def arm_id(token: str, inputs: Mapping[str, Any], subscription_id: str) -> str:
    """The id that the provider would use for a resource of this type with these inputs.

    Args:
        token: For example `azure-native:network:Subnet`.
        inputs: Inputs in SDK shape; the path parameters suffice.
        subscription_id: GUID of the subscription.

    Raises:
        UnmodelledTypeError: the simulator does not know the type.
        ValueError: an input that the id needs is missing.
    """
    resource = resource_type(token)
    try:
        return resource.arm_id(inputs, subscription_id)
    except KeyError as error:
        raise ValueError(f"{token} needs {error.args[0]!r} for its id ({resource.id_template})") from error
