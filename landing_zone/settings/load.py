"""Reads a stack's configuration and refuses it with everything that is wrong with it."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pulumi
from pydantic import BaseModel, ValidationError

from landing_zone.errors import ConfigurationError, Problem
from landing_zone.settings.checks import problems
from landing_zone.settings.model import Configuration, Settings, Target
from landing_zone.settings.report import problems_of

NAMESPACE: Final = "ai-landing-zone"
"""Namespace of our keys in a stack file."""

_Model = TypeVar("_Model", bound=BaseModel)
_PROVIDER_KEYS: Final = {"location": "location", "subscriptionId": "subscription_id", "tenantId": "tenant_id"}


def load() -> Configuration:
    """Return the checked configuration of the running stack.

    Raises:
        ConfigurationError: it is missing or wrong; the message names every problem.
    """
    stack = pulumi.get_stack()
    origin = f"the configuration of stack {stack!r}"
    provider = pulumi.Config("azure-native")
    given = {key: provider.get(key) for key in _PROVIDER_KEYS}
    try:
        settings = pulumi.Config(NAMESPACE).get_object("settings")
    except pulumi.ConfigTypeError:
        problem = Problem(f"{NAMESPACE}:settings", "expected a mapping of keys to values")
        raise ConfigurationError(origin, [problem]) from None
    return parse(stack, settings, given, origin)


def parse(stack: str, settings: Any, provider: Mapping[str, str | None], origin: str) -> Configuration:
    """Return the configuration made of parsed YAML.

    Args:
        stack: name of the stack.
        settings: value of `ai-landing-zone:settings`, None when the key is missing.
        provider: values of `azure-native:location`, `azure-native:subscriptionId` and `azure-native:tenantId` by key.
        origin: where all this came from, for the message.

    Raises:
        ConfigurationError: something is wrong.
    """
    found: list[Problem] = []
    target = _validated(Target, _target_input(provider), found, "azure-native:")
    if settings is None:
        accepted = "required, but missing: the settings of the landing zone, as in stacks/Pulumi.sandbox.yaml"
        found.append(Problem(f"{NAMESPACE}:settings", accepted))
        raise ConfigurationError(origin, _with_provider_keys(found))
    checked = _validated(Settings, settings, found, "")
    if target is None or checked is None:
        raise ConfigurationError(origin, _with_provider_keys(found))
    configuration = Configuration(stack=stack, target=target, settings=checked)
    found.extend(problems(configuration))
    if found:
        raise ConfigurationError(origin, found)
    return configuration


def _validated(model: type[_Model], data: Any, found: list[Problem], prefix: str) -> _Model | None:
    """Return `data` as `model`, or None after adding its problems to `found`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found.extend(problems_of(model, error, prefix))
        return None


def _target_input(provider: Mapping[str, str | None]) -> dict[str, str]:
    values = ((field, provider.get(key)) for key, field in _PROVIDER_KEYS.items())
    return {field: value for field, value in values if value}


def _with_provider_keys(found: list[Problem]) -> list[Problem]:
    """Name the provider's keys as the stack file spells them."""
    spelled = {f"azure-native:{field}": f"azure-native:{key}" for key, field in _PROVIDER_KEYS.items()}
    return [
        Problem(spelled.get(problem.path, problem.path), problem.accepted, problem.value, problem.hint)
        for problem in found
    ]
