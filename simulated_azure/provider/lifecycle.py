"""Create, read, update, delete of one resource, in Python values (crud.go and provider.go of the real provider)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from simulated_azure.arm.errors import ArmError
from simulated_azure.catalogue.catalogue import short_token
from simulated_azure.catalogue.schema import ResourceType
from simulated_azure.provider import convert
from simulated_azure.provider.check import rejected_values
from simulated_azure.provider.client import ArmClient, OperationFailedError
from simulated_azure.provider.diff import apply_delta, object_delta

Values = Mapping[str, Any]

# Code with which a resource provider answers a body it cannot read.
_UNREADABLE = {"microsoft.network": "InvalidRequestFormat", "microsoft.apimanagement": "ValidationError"}
_DATA_PLANE = re.compile(
    r"(?P<vault>.*/Microsoft\.KeyVault/vaults/(?P<name>[^/]+))/(?P<kind>keys|secrets)/(?P<item>[^/]+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Stored:
    """A resource as it goes into the stack's state."""

    resource_id: str
    outputs: dict[str, Any]


class PartlyDoneError(Exception):
    """A write that Azure accepted and that did not end well: the engine must keep the resource."""

    def __init__(self, stored: Stored, reason: str) -> None:
        super().__init__(reason)
        self.stored = stored


class Lifecycle:
    """Operations on resources of one subscription.

    Args:
        client: Client of the simulated ARM.
        subscription_id: GUID of the subscription that ids are made with.
        written: Told the id and the body of each PUT that went well.
    """

    def __init__(
        self, client: ArmClient, subscription_id: str, written: Callable[[str, Values], None] | None = None
    ) -> None:
        self._client = client
        self._subscription_id = subscription_id
        self._written = written

    async def create(self, resource: ResourceType, inputs: Values) -> Stored:
        """Create a resource that must not exist yet.

        Raises:
            ArmError: Azure refuses.
            AlreadyExistsError: the id is taken.
            PartlyDoneError: accepted, but failed later.
        """
        resource_id = resource.arm_id(inputs, self._subscription_id)
        body = _body(resource, inputs)
        await self._client.assert_absent(
            resource_id,
            resource.api_version,  # its own one, even where the user chooses another (resources:Resource)
            is_singleton=resource.behaviour.singleton,
            is_default=_is_default(resource),
        )
        for path in _missing(_maintained(resource), body):
            _write(body, path, [])
        return await self._write(resource, resource_id, inputs, body)

    async def update(self, resource: ResourceType, inputs: Values, state: Values) -> Stored:
        """Replace the definition of a resource that exists.

        Raises:
            ArmError: Azure refuses.
            PartlyDoneError: accepted, but failed later.
        """
        restored = {
            name: value
            for name, value in resource.behaviour.default_properties.items()
            if name not in inputs and name in state
        }
        inputs = {**inputs, **restored}
        resource_id = resource.arm_id(inputs, self._subscription_id)
        body = _body(resource, inputs)
        missing = list(_missing(_maintained(resource), body))
        if missing:
            current = await self._client.get(resource_id, _api_version(resource, inputs))
            for path in missing:
                value = _read(current, path)
                if value is not None:
                    _write(body, path, value)
        return await self._write(resource, resource_id, inputs, body)

    async def delete(self, resource: ResourceType, resource_id: str, inputs: Values) -> None:
        """Delete a resource; put a singleton back into its default state.

        Raises:
            ArmError: Azure refuses.
            CancelledByUserError: the engine asked to stop.
        """
        if resource.behaviour.singleton:
            try:
                body = convert.request_body(resource, resource.behaviour.default_body or {})
                await self._client.put(resource_id, body, resource.api_version)
            except ArmError as error:
                if error.status != 404:
                    raise
            except OperationFailedError as error:
                raise error.__cause__ if isinstance(error.__cause__, ArmError) else error from error
            return
        await self._assert_data_plane_reachable(resource_id)
        await self._client.delete(resource_id, _api_version(resource, inputs))

    async def read(
        self, resource: ResourceType, resource_id: str, inputs: Values | None, state: Values
    ) -> tuple[Stored, dict[str, Any]] | None:
        """The resource as Azure has it now, and the inputs that this means; None when it is gone.

        Args:
            resource: The type.
            resource_id: Its id.
            inputs: Inputs in the state; None for an import.
            state: Outputs in the state.

        Raises:
            ArmError: Azure refuses.
            ValueError: the id of an import is not one of this type.
        """
        try:
            response = await self._client.get(resource_id, _api_version(resource, inputs or {}))
        except ArmError as error:
            if error.status == 404:
                return None
            raise
        stored = _stored(resource, resource_id, response)
        if inputs is None:
            return stored, convert.imported_inputs(resource, resource_id, response)
        return stored, refreshed_inputs(resource, inputs, state, stored.outputs)

    async def _write(self, resource: ResourceType, resource_id: str, inputs: Values, body: dict[str, Any]) -> Stored:
        version = _api_version(resource, inputs)
        try:
            resource_id = await self._client.put(resource_id, body, version)
        except OperationFailedError as error:
            raise PartlyDoneError(await self._checkpoint(resource, error.resource_id, version), str(error)) from error
        if self._written is not None:
            self._written(resource_id, body)
        return _stored(resource, resource_id, await self._client.get_written(resource_id, version))

    async def _checkpoint(self, resource: ResourceType, resource_id: str, version: str) -> Stored:
        try:
            return _stored(resource, resource_id, await self._client.get_once(resource_id, version))
        except ArmError:
            return Stored(resource_id, {})

    async def _assert_data_plane_reachable(self, resource_id: str) -> None:
        """Keys and secrets are deleted through the vault's own endpoint, which a private vault closes to us."""
        found = _DATA_PLANE.fullmatch(resource_id)
        if found is None:
            return
        try:
            vault = await self._client.get(found["vault"], "2024-11-01")
        except ArmError:
            return
        if vault.get("properties", {}).get("publicNetworkAccess", "").lower() == "disabled":
            raise ArmError(
                403,
                "ForbiddenByConnection",
                f"Public network access is disabled on vault {found['name']}: {found['kind']}/{found['item']} cannot "
                "be deleted from outside its private endpoint. Declare the vault as `deleted_with` of the key.",
            )


def refreshed_inputs(resource: ResourceType, inputs: Values, state: Values, present: Values) -> dict[str, Any]:
    """The inputs that describe a resource as it is now: those in the state, with what changed in Azure since.

    Args:
        resource: The type.
        inputs: Inputs in the state.
        state: Outputs in the state.
        present: Outputs of the resource as it is now.
    """
    before = convert.projected_inputs(resource, _without_defaults(resource, state, inputs))
    shown = copy.deepcopy(dict(present))
    for path in _missing(_maintained(resource, api_shape=False), inputs):
        _remove(shown, path)
    return apply_delta(inputs, object_delta(before, convert.projected_inputs(resource, shown)))


def _is_default(resource: ResourceType) -> Callable[[Values], bool]:
    def check(response: Values) -> bool:
        return resource.behaviour.default_body is not None and convert.is_default(resource, response)

    return check


def _stored(resource: ResourceType, resource_id: str, response: Values) -> Stored:
    outputs = convert.outputs(resource, response)
    outputs["azureApiVersion"] = resource.api_version
    return Stored(str(response.get("id") or resource_id), outputs)


def _api_version(resource: ResourceType, inputs: Values) -> str:
    chosen = inputs.get("apiVersion") if resource.api_version_is_input else None
    return str(chosen or resource.api_version)


def _body(resource: ResourceType, inputs: Values) -> dict[str, Any]:
    for path, sentence in rejected_values(resource, inputs):
        code = _UNREADABLE.get(resource.arm_type.split("/")[0].lower(), "InvalidRequestContent")
        raise ArmError(400, code, f"The request content is invalid at '{path}': {sentence}.", target=path)
    return convert.request_body(resource, inputs)


def _maintained(resource: ResourceType, *, api_shape: bool = True) -> list[tuple[str, ...]]:
    """Paths of arrays that stand-alone resources may fill as well."""
    paths: list[tuple[str, ...]] = []
    for name, prop in resource.inputs.properties.items():
        if prop.maintained:
            paths.append((*prop.containers, prop.arm_name) if api_shape else (name,))
    if short_token(resource.token) == "keyvault:Vault":  # a custom resource, so the specification does not show it
        paths.append(("properties", "accessPolicies"))
    return paths


def _missing(paths: list[tuple[str, ...]], values: Values) -> Iterator[tuple[str, ...]]:
    for path in paths:
        if _read(values, path) is None:
            yield path


def _read(values: Values, path: tuple[str, ...]) -> Any:
    current: Any = values
    for key in path:
        current = cast("Values", current).get(key) if isinstance(current, Mapping) else None
    return current


def _write(values: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        values = values.setdefault(key, {})
    values[path[-1]] = value


def _remove(values: dict[str, Any], path: tuple[str, ...]) -> None:
    container = _read(values, path[:-1])
    if isinstance(container, dict):
        cast("dict[str, Any]", container).pop(path[-1], None)


def _without_defaults(resource: ResourceType, state: Values, inputs: Values) -> Values:
    defaults = resource.behaviour.default_properties
    return {k: v for k, v in state.items() if not (k in defaults and k in inputs and v == defaults[k])}
