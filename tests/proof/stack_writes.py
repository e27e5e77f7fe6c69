"""The writes of a stack, as the program declares them and a simulated Azure answers them: no engine, a second or two.

Ids and outputs are those of the simulated Azure, so that guards see the real types and the real targets.
"""

import functools
import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pulumi.runtime import mocks as pulumi_mocks

from components._base import fast_aliases
from landing_zone.blueprint import build
from landing_zone.plan import make_plan
from landing_zone.settings.load import parse
from simulated_azure.arm.facts import SUBSCRIPTION_ID
from simulated_azure.arm.ids import ResourceId
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.ordering.schedule import Trial
from simulated_azure.ordering.writes import Write
from simulated_azure.provider import convert
from tests.unit.components.harness import Registered, deploy

ROOT = Path(__file__).resolve().parents[2]


class SimulatedAnswers(pulumi_mocks.Mocks):
    """Answers like the provider on a simulated Azure."""

    def __init__(self, subscription: str) -> None:
        self.subscription = subscription
        self.trial = Trial()
        self.made: dict[str, Write] = {}

    def call(self, args: pulumi_mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        raise AssertionError(f"unexpected function call {args.token}")

    def new_resource(self, args: pulumi_mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.custom or args.typ.startswith("pulumi:"):
            return args.name if args.custom else None, {}
        resource = resource_type(args.typ)
        write = Write(
            name=args.name,
            token=args.typ,
            id=ResourceId.parse(resource.arm_id(args.inputs, self.subscription)),
            body=convert.request_body(resource, args.inputs),
            api_version=resource.api_version,
            depends_on=frozenset(),
        )
        self.trial.run(write)
        response = self.trial.azure.get(write.id.text, api_version=resource.api_version)
        outputs = convert.outputs(resource, response)
        assert args.name not in self.made, f"two resources called {args.name}"
        self.made[args.name] = replace(write, outputs=outputs)
        return str(response["id"]), outputs


def stacks() -> list[str]:
    """Names of the stacks that have a file."""
    return sorted(path.name.split(".")[1] for path in (ROOT / "stacks").glob("Pulumi.*.yaml"))


def writes_of(stack: str, settings: dict[str, Any], provider: dict[str, str]) -> list[Write]:
    """Runs the program and returns what it would write, with its dependencies.

    Raises:
        RefusedError: the simulated Azure refuses a write even one after the other.
    """
    plan = make_plan(parse(stack, settings, provider, "the test"))

    def program() -> None:
        fast_aliases()
        build(plan)

    return program_writes(program, provider)


def program_writes(program: Callable[[], Any], provider: dict[str, str]) -> list[Write]:
    """Runs any program and returns what it would write, with its dependencies.

    Args:
        program: makes the resources.
        provider: configuration of azure-native.

    Raises:
        RefusedError: the simulated Azure refuses a write even one after the other.
    """
    answers = SimulatedAnswers(provider.get("subscriptionId", SUBSCRIPTION_ID))
    gc.collect()
    gc.freeze()
    try:
        config = {f"azure-native:{key}": value for key, value in provider.items()}
        deployment = deploy(program, config=config, azure=answers)
    finally:
        gc.unfreeze()
    return [
        _with_order(answers.made[each.name], each)
        for each in deployment.resources
        if each.custom and each.name in answers.made
    ]


def _with_order(write: Write, registered: Registered) -> Write:
    by_property = frozenset().union(*registered.property_dependencies.values())
    return replace(
        write,
        depends_on=registered.dependencies,
        declared=registered.dependencies - by_property,
        deleted_with=registered.deleted_with,
    )


@functools.cache
def stack_writes(stack: str) -> tuple[Write, ...]:
    """The writes of a stack as its file says."""
    config = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
    provider = {key: config[f"azure-native:{key}"] for key in ("location", "subscriptionId", "tenantId")}
    return tuple(writes_of(stack, config["ai-landing-zone:settings"], provider))
