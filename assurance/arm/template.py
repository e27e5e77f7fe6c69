"""The template: resource groups and what belongs to the subscription, and one nested deployment for each group."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assurance.arm import shapes
from assurance.arm.expressions import Filled, Stand, fill, resource_id
from assurance.arm.identity import GROUP, Identities, UnnamedError, arm_type_of
from assurance.arm.model import ArmResource, Planned

_SUBSCRIPTION_SCHEMA = "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
_GROUP_SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
_DEPLOYMENTS = "Microsoft.Resources/deployments"
_DEPLOYMENTS_VERSION = "2022-09-01"


@dataclass
class Export:
    """A template and what is to be said about it.

    Attributes:
        resources: what is in the template.
        stands: what stands for values that are unknown or secret.
        left_out: URN -> why it is not in the template.
    """

    subscription: str
    resources: list[tuple[ArmResource, Filled, list[str]]] = field(
        default_factory=list[tuple[ArmResource, Filled, list[str]]]
    )
    left_out: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def stands(self) -> list[Stand]:
        """Everything that stands for something else."""
        return [stand for _, filled, _ in self.resources for stand in filled.stands]


def export(planned: Sequence[Planned], subscription: str, only: frozenset[str] | None = None) -> Export:
    """Translates the resources of a stack; what has no ARM type or no name is left out, with the reason.

    Args:
        planned: the stack: names may come from any of it.
        subscription: its subscription id.
        only: URNs to translate, all if not given.
    """
    identities = Identities(planned, subscription)
    made = Export(subscription)
    for item in planned:
        if only is not None and item.urn not in only:
            continue
        try:
            made.resources.append(_resource(item, identities))
        except UnnamedError as error:
            made.left_out[item.urn] = str(error)
    return made


def _resource(item: Planned, identities: Identities) -> tuple[ArmResource, Filled, list[str]]:
    identity = identities.of(item)
    if not identity.api_version:
        raise UnnamedError(f"no API version is known for {item.token}")
    filled = fill(item, identity.path_inputs, identities)
    if identity.names[-1].startswith("["):
        filled.stands.append(Stand(item.urn, "name", "guid", identity.names[-1]))
    body = shapes.body(arm_type_of(item)[0], filled.inputs)
    made = ArmResource(identity.type, identity.names, identity.group, identity.scope, body, identity.api_version)
    return made, filled, _depends_on(item, identities)


def _depends_on(item: Planned, identities: Identities) -> list[str]:
    """Resources of the same group that this one takes values from; other groups are other deployments."""
    own = identities.of(item)
    found: list[str] = []
    for urn in sorted({urn for urns in item.links.values() for urn in urns}):
        target = identities.by_urn.get(urn)
        if target is None or target is item:
            continue
        try:
            there = identities.of(target)
            if there.group == own.group and there.type != GROUP:
                found.append(f"[{resource_id(identities, target)}]")
        except UnnamedError:
            continue  # It is left out of the template as well.
    return found


def write(made: Export, about: str) -> str:
    """The template as text.

    Args:
        made: the resources.
        about: where they come from, for people who find the file.
    """
    top = [_written(*entry) for entry in made.resources if not entry[0].group]
    groups: dict[str, list[tuple[ArmResource, Filled, list[str]]]] = {}
    for entry in made.resources:
        if entry[0].group:
            groups.setdefault(entry[0].group, []).append(entry)
    template = {
        "$schema": _SUBSCRIPTION_SCHEMA,
        "contentVersion": "1.0.0.0",
        "metadata": {
            "description": about,
            "subscription": made.subscription,
            "leftOut": made.left_out,
        },
        "parameters": _parameters([filled for _, filled, _ in made.resources]),
        "resources": [*top, *(_nested(made, group, entries) for group, entries in sorted(groups.items()))],
    }
    return json.dumps(template, indent=2, ensure_ascii=False) + "\n"


def flat(made: Export) -> dict[str, Any]:
    """The resources in one template of a single group, for scanners that are asked about one resource at a time."""
    return {
        "$schema": _GROUP_SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": _parameters([filled for _, filled, _ in made.resources]),
        "resources": [_written(resource, filled, []) for resource, filled, _ in made.resources],
    }


def _nested(made: Export, group: str, entries: Sequence[tuple[ArmResource, Filled, list[str]]]) -> dict[str, Any]:
    parameters = _parameters([filled for _, filled, _ in entries])
    return {
        "type": _DEPLOYMENTS,
        "apiVersion": _DEPLOYMENTS_VERSION,
        "name": group,
        "subscriptionId": made.subscription,
        "resourceGroup": group,
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "inner"},
            "parameters": {name: {"value": f"[parameters('{name}')]"} for name in parameters},
            "template": {
                "$schema": _GROUP_SCHEMA,
                "contentVersion": "1.0.0.0",
                "parameters": parameters,
                "resources": [_written(*entry) for entry in entries],
            },
        },
    }


def _parameters(filled: Sequence[Filled]) -> dict[str, dict[str, str]]:
    return {name: kind for item in filled for name, kind in item.parameters.items()}


def _written(resource: ArmResource, _filled: Filled, depends_on: Sequence[str]) -> dict[str, Any]:
    written: dict[str, Any] = {
        "type": resource.type,
        "apiVersion": resource.api_version,
        "name": "/".join(resource.names),
    }
    # A scope that is the deployment's own group or subscription is not written.
    if "/providers/" in resource.scope:
        written["scope"] = resource.scope
    written |= resource.body
    return {**written, "dependsOn": list(depends_on)} if depends_on else written
