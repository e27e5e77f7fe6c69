"""Planned resources for tests: the compliant landscape of the policy tests, and the sandbox on the mock engine."""

import functools
from pathlib import Path
from typing import Any

import yaml

from assurance.arm.model import Planned
from components._base import fast_aliases
from landing_zone.blueprint import build
from landing_zone.plan import make_plan
from landing_zone.settings.load import parse
from tests.policy import landscape
from tests.unit.components import harness

ROOT = Path(__file__).resolve().parents[2]

SUBSCRIPTION = "00000000-0000-4000-8000-000000000000"


@functools.cache
def site(*, deployed: bool) -> list[Planned]:
    """The compliant landscape; before deployment every reference is unknown."""
    return [planned(item, deployed=deployed) for item in landscape.load(deployed=deployed).values()]


def planned(item: landscape.Item, *, deployed: bool) -> Planned:
    links = {key: tuple(urns) for key, urns in item.links.items()}
    return Planned(item.urn, item.token, item.inputs, links, item.arm_id if deployed else "", "")


@functools.cache
def sandbox() -> list[Planned]:
    """Stack `sandbox` as the mock engine registers it in a preview."""
    stack = yaml.safe_load((ROOT / "stacks" / "Pulumi.sandbox.yaml").read_text())["config"]
    provider = {key.partition(":")[2]: value for key, value in stack.items() if key.startswith("azure-native:")}
    plan = make_plan(parse("sandbox", stack["ai-landing-zone:settings"], provider, "the sandbox"))
    deployment = harness.deploy(lambda: _registered_fast(plan), preview=True)
    urns = {resource.name: resource.urn for resource in deployment.resources}
    return [
        Planned(
            urn=resource.urn,
            token=resource.type,
            inputs=_marked(resource.inputs),
            links={
                key: tuple(urns[name] for name in names if name in urns)
                for key, names in resource.property_dependencies.items()
            },
        )
        for resource in deployment.resources
        if resource.custom and resource.type.startswith("azure-native")
    ]


def _registered_fast(plan):
    fast_aliases()
    return build(plan)


def _marked(value: Any) -> Any:
    """Unknown values of the SDK's runtime as the engine's mark."""
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    return landscape.UNKNOWN if type(value).__name__ == "Unknown" else value
