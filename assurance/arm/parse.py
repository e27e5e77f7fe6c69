"""Reads a template back: the resources it holds, with ids. What only a deployment can evaluate stays an expression."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assurance.arm.identity import GROUP
from assurance.arm.model import ArmResource
from assurance.artefacts import items, mapping, text

_CALL = re.compile(r"\[(?P<function>resourceId|subscriptionResourceId|extensionResourceId)\((?P<arguments>[^()]*)\)\]")
_ARGUMENT = re.compile(r"'((?:[^']|'')*)'")
_OWN = frozenset({"type", "apiVersion", "name", "scope", "dependsOn"})


def resources(template: Mapping[str, Any]) -> dict[str, ArmResource]:
    """Resources by id, nested deployments opened.

    Raises:
        ValueError: the template has no subscription to make ids with, or two resources of one id.
    """
    subscription = text(mapping(template.get("metadata")).get("subscription"))
    if not subscription:
        raise ValueError("the template does not say which subscription it is for")
    found: dict[str, ArmResource] = {}
    for resource in _read(template, subscription, ""):
        arm_id = resource.id(subscription)
        if arm_id in found:
            raise ValueError(f"two resources have the id {arm_id}")
        found[arm_id] = resource
    return found


def _read(template: Mapping[str, Any], subscription: str, group: str) -> Iterator[ArmResource]:
    for entry in map(mapping, items(template.get("resources"))):
        arm_type = text(entry.get("type"))
        if arm_type == "Microsoft.Resources/deployments":
            inner = mapping(mapping(entry.get("properties")).get("template"))
            yield from _read(inner, subscription, text(entry.get("resourceGroup")))
            continue
        names = tuple(_names(text(entry.get("name")), arm_type))
        body = {key: evaluate(value) for key, value in entry.items() if key not in _OWN}
        scope = text(evaluate(entry.get("scope")))
        yield ArmResource(arm_type, names, group, scope, body, text(entry.get("apiVersion")))


def _names(name: str, arm_type: str) -> list[str]:
    """The names of a resource; the last one may hold slashes that are its own."""
    return name.split("/", arm_type.count("/") - 1)


def evaluate(value: Any) -> Any:
    """A value with every expression evaluated that needs no deployment."""
    if isinstance(value, dict):
        return {evaluate(key): evaluate(item) for key, item in mapping(value).items()}
    if isinstance(value, list):
        return [evaluate(item) for item in items(value)]
    if not isinstance(value, str):
        return value
    if value.startswith("[["):
        return value[1:]
    match = _CALL.fullmatch(value)
    return _evaluated(match["function"], _arguments(match["arguments"])) if match else value


def _arguments(listed: str) -> list[str]:
    return [found.replace("''", "'") for found in _ARGUMENT.findall(listed)]


def _evaluated(function: str, given: list[str]) -> str:
    if function == "extensionResourceId":
        scope, arm_type, *names = given
        group = ""
    elif function == "resourceId":
        subscription, group, arm_type, *names = given
        scope = ""
    else:
        subscription, arm_type, *names = given
        scope = group = ""
        if arm_type == GROUP:
            return f"/subscriptions/{subscription}/resourceGroups/{names[0]}"
    made = ArmResource(arm_type, tuple(names), group, scope, {}, "")
    return made.id("" if function == "extensionResourceId" else given[0])
