"""Planned resources from what the engine wrote: its log of calls in a preview, or an exported state."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from assurance.arm.model import Planned
from assurance.artefacts import items, mapping, text

_REGISTER = "/pulumirpc.ResourceMonitor/RegisterResource"
_CHECK = "/pulumirpc.ResourceProvider/Check"
_AZURE = "azure-native"


def of_state(state: Mapping[str, Any]) -> list[Planned]:
    """The Azure resources of an exported state; those that are about to be deleted are not among them."""
    listed = map(mapping, items(mapping(state.get("deployment")).get("resources")))
    return [
        Planned(
            urn=text(item.get("urn")),
            token=text(item.get("type")),
            inputs=mapping(item.get("inputs")),
            links={
                key: tuple(map(text, items(urns))) for key, urns in mapping(item.get("propertyDependencies")).items()
            },
            arm_id=text(item.get("id")),
            api_version=text(mapping(item.get("outputs")).get("azureApiVersion")),
        )
        for item in listed
        if item.get("custom") and text(item.get("type")).startswith(_AZURE) and not item.get("delete")
    ]


def of_calls(lines: Iterable[str]) -> list[Planned]:
    """The Azure resources of a preview, in the order in which they were registered.

    Inputs are those that the provider checked (names and locations filled in); links are those that the program's
    registration carried.

    Args:
        lines: what the engine wrote to PULUMI_DEBUG_GRPC.
    """
    registered: dict[str, tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {}
    checked: dict[str, Mapping[str, Any]] = {}
    for line in lines:
        if '"response_completed"' not in line or not (_REGISTER in line or _CHECK in line):
            continue
        call = mapping(json.loads(line))
        request, response = mapping(call.get("request")), mapping(call.get("response"))
        if call.get("method") == _CHECK:
            checked[text(request.get("urn"))] = mapping(response.get("inputs"))
        elif call.get("method") == _REGISTER and text(request.get("type")).startswith(_AZURE) and request.get("custom"):
            registered[text(response.get("urn"))] = (
                text(request.get("type")),
                mapping(request.get("object")),
                mapping(request.get("propertyDependencies")),
            )
    return [
        Planned(
            urn=urn,
            token=token,
            inputs=checked.get(urn) or inputs,
            links={key: tuple(map(text, items(mapping(found).get("urns")))) for key, found in links.items()},
        )
        for urn, (token, inputs, links) in registered.items()
    ]


def configuration(lines: Iterable[str]) -> dict[str, str]:
    """The provider's configuration in a log of calls: `azure-native:subscriptionId` and the like."""
    for line in lines:
        if "/pulumirpc.ResourceProvider/Configure" in line:
            given = mapping(mapping(mapping(json.loads(line)).get("request")).get("args"))
            if given.get("subscriptionId"):
                return {f"azure-native:{key}": text(value) for key, value in given.items()}
    return {}
