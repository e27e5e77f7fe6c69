"""The stacks that are mutated, as the pack sees them in a preview."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assurance.arm.identity import arm_type_of
from assurance.arm.model import Planned
from components._base import fast_aliases
from landing_zone.blueprint import build
from landing_zone.plan import make_plan
from landing_zone.settings.load import parse
from tests.policy import landscape
from tests.unit.components import harness

ROOT = Path(__file__).resolve().parents[2]
LANDSCAPE_DAY = date(2027, 1, 15)
"""The day that the dates of the compliant stack are written for."""


@dataclass(frozen=True)
class World:
    """One stack: its resources by URN, in the order of the program."""

    name: str
    resources: Mapping[str, Planned]
    day: date | None = None
    """The day on which it is judged: today, unless its dates are about another."""

    def of_type(self, arm_type: str) -> list[Planned]:
        """Resources of one ARM type."""
        wanted = arm_type.casefold()
        return [item for item in self.resources.values() if kind_of(item).casefold() == wanted]


@functools.cache
def _kind(token: str, namespace: str, parents: str, leaf: str) -> str:
    inputs = {"resourceProviderNamespace": namespace, "parentResourcePath": parents, "resourceType": leaf}
    return arm_type_of(Planned("", token, inputs))[0]


def kind_of(item: Planned) -> str:
    """ARM type of a resource."""
    inputs = item.inputs
    keys = ("resourceProviderNamespace", "parentResourcePath", "resourceType")
    return _kind(item.token, *(str(inputs.get(key, "")) for key in keys))


def landscape_world() -> World:
    """The compliant fixture of every type; references between resources are unknown, as before deployment."""
    found = landscape.load(deployed=False).values()
    planned = [
        Planned(
            _of_no_stack(item.urn),
            item.token,
            item.inputs,
            {key: tuple(_of_no_stack(urn) for urn in urns) for key, urns in item.links.items()},
        )
        for item in found
    ]
    return World("landscape", {item.urn: item for item in planned}, LANDSCAPE_DAY)


def _of_no_stack(urn: str) -> str:
    """The URN in a stack without settings of its own, so that the pack judges as it comes."""
    return urn.replace("urn:pulumi:sandbox:", "urn:pulumi:landscape:")


def stacks() -> list[str]:
    """Names of the stacks in `stacks/`."""
    return sorted(path.name.split(".")[1] for path in (ROOT / "stacks").glob("Pulumi.*.yaml"))


def stack_world(name: str) -> World:
    """A stack of this repository on the mock engine, in a preview."""
    content = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))["config"]
    provider = {key.partition(":")[2]: value for key, value in content.items() if key.startswith("azure-native:")}
    plan = make_plan(parse(name, content["ai-landing-zone:settings"], provider, f"stack {name}"))
    return World(name, {item.urn: item for item in registered(lambda: _build(plan), name)})


def _build(plan: Any) -> Any:
    fast_aliases()
    return build(plan)


def registered(program: Any, stack: str) -> Sequence[Planned]:
    """What a program registers with the mock engine in a preview; URNs are of the given stack."""
    deployment = harness.deploy(program, preview=True)
    urns = {
        resource.name: resource.urn.replace("urn:pulumi:test:", f"urn:pulumi:{stack}:")
        for resource in deployment.resources
    }
    return [
        Planned(
            urn=urns[resource.name],
            token=resource.type,
            inputs=marked(resource.inputs),
            protected=bool(resource.protect),
            links={
                key: tuple(urns[name] for name in names if name in urns)
                for key, names in resource.property_dependencies.items()
            },
        )
        for resource in deployment.resources
        if resource.custom and resource.type.startswith("azure-native")
    ]


def marked(value: Any) -> Any:
    """Unknown values of the SDK's runtime as the engine's mark."""
    if isinstance(value, dict):
        return {key: marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [marked(item) for item in value]
    return landscape.UNKNOWN if type(value).__name__ == "Unknown" else value
