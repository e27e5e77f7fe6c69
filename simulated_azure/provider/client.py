"""The ARM client inside the provider: retries, long-running operations, existence checks.

Behaves like provider/pkg/azure/client_azcore.go of the real one. Calls to the world run on one thread of their own, so
that a process waiting for the database never keeps the gRPC server from answering.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from simulated_azure.arm.errors import ArmError
from simulated_azure.provider.retries import is_retried, registering

_RETRIES = 3
_RETRY_DELAYS = (20.0, 60.0, 120.0)  # simulated seconds
_LONGEST_DELAY = 120.0  # simulated seconds; a server that asks for more is not asked again
_LEFT_ALONE = "the operation was still running when the deployment was cancelled"
_POLL = 0.005  # real seconds between two looks at an operation that should have ended

T = TypeVar("T")


class RunningOperation(Protocol):
    """An accepted request that takes time."""

    @property
    def id(self) -> str:
        """Id of the operation."""
        ...

    @property
    def resource_id(self) -> str:
        """Id of the resource it works on."""
        ...

    @property
    def ends_at(self) -> float:
        """Real time (seconds since the epoch) at which it ends."""
        ...


class World(Protocol):
    """What the provider needs of the simulated Azure (`simulated_azure.arm.azure.Azure`)."""

    subscription_id: str
    tenant_id: str
    client_id: str
    object_id: str

    def begin_put(self, resource_id: str, body: dict[str, Any], *, api_version: str) -> RunningOperation:
        """PUT."""
        ...

    def begin_delete(self, resource_id: str, *, api_version: str) -> RunningOperation:
        """DELETE."""
        ...

    def poll(self, operation_id: str) -> ArmError | bool:
        """True when the operation has ended well, its error when it has not, False while it runs."""
        ...

    def get(self, resource_id: str, *, api_version: str) -> dict[str, Any]:
        """GET."""
        ...

    def answer(self, resource_id: str, *, api_version: str) -> dict[str, Any]:
        """What the last PUT answered."""
        ...

    def action(self, resource_id: str, action: str, body: dict[str, Any], *, api_version: str) -> dict[str, Any]:
        """POST."""
        ...

    def register(self, namespace: str) -> bool:
        """Register a resource provider; whether it is registered by now."""
        ...

    def close(self) -> None:
        """Give the database back."""
        ...


class OperationFailedError(Exception):
    """An operation that Azure had accepted ended in failure, or was left alone: the resource may exist."""

    def __init__(self, resource_id: str, reason: str) -> None:
        super().__init__(reason)
        self.resource_id = resource_id


class AlreadyExistsError(Exception):
    """The id to be created is taken, or nobody can tell whether it is."""


class CancelledByUserError(Exception):
    """The engine asked the provider to stop."""


class ArmClient:
    """ARM over one simulated world.

    Args:
        open_world: Opens the world; called on the thread that all later calls use.
        time_scale: Real seconds per simulated second, for the pauses between retries.
        now: The time in seconds since the epoch, on the same clock as the world.
    """

    def __init__(
        self, open_world: Callable[[], World], *, time_scale: float, now: Callable[[], float] = time.time
    ) -> None:
        self._open_world = open_world
        self._time_scale = time_scale
        self._now = now
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="simulated-azure")
        self._world: World | None = None
        self._cancelled = asyncio.Event()

    async def identity(self) -> Mapping[str, str]:
        """The caller that the world believes in: clientId, objectId, subscriptionId, tenantId."""

        def read(world: World) -> Mapping[str, str]:
            return {
                "clientId": world.client_id,
                "objectId": world.object_id,
                "subscriptionId": world.subscription_id,
                "tenantId": world.tenant_id,
            }

        return await self._call(read)

    async def get(self, resource_id: str, api_version: str) -> dict[str, Any]:
        """GET of a resource.

        Raises:
            ArmError: 404 when it does not exist, or whatever else Azure answers.
        """
        return await self._retrying(lambda world: world.get(resource_id, api_version=api_version))

    async def get_once(self, resource_id: str, api_version: str) -> dict[str, Any]:
        """GET that neither retries nor cares about cancellation: for the checkpoint of a failed write.

        Raises:
            ArmError: Azure refuses.
        """
        return await self._call(lambda world: world.get(resource_id, api_version=api_version))

    async def get_written(self, resource_id: str, api_version: str) -> dict[str, Any]:
        """GET after a write; the answer of the write itself when that fails (readAfterWrite in provider.go)."""
        try:
            return await self.get(resource_id, api_version)
        except ArmError:
            return await self._call(lambda world: world.answer(resource_id, api_version=api_version))

    async def post(self, resource_id: str, action: str, body: dict[str, Any], api_version: str) -> dict[str, Any]:
        """POST of an action such as listKeys.

        Raises:
            ArmError: Azure refuses.
        """
        return await self._retrying(lambda world: world.action(resource_id, action, body, api_version=api_version))

    async def put(self, resource_id: str, body: dict[str, Any], api_version: str) -> str:
        """PUT and wait until the operation has ended.

        Returns:
            The id as Azure spells it.

        Raises:
            ArmError: Azure refuses the request.
            OperationFailedError: the accepted operation failed, or waiting for it was cancelled.
        """
        operation = await self._retrying(lambda world: world.begin_put(resource_id, body, api_version=api_version))
        await self._wait(operation)
        return operation.resource_id

    async def delete(self, resource_id: str, api_version: str) -> None:
        """DELETE and wait; what is already gone is fine.

        Raises:
            ArmError: Azure refuses the request or the operation failed.
            CancelledByUserError: the engine asked to stop.
        """
        try:
            operation = await self._retrying(lambda world: world.begin_delete(resource_id, api_version=api_version))
            await self._wait(operation)
        except OperationFailedError as error:
            if isinstance(error.__cause__, ArmError) and error.__cause__.status != 404:
                raise error.__cause__ from error
            if not isinstance(error.__cause__, ArmError):
                raise CancelledByUserError(str(error)) from error
        except ArmError as error:
            if error.status != 404:
                raise

    async def assert_absent(
        self, resource_id: str, api_version: str, *, is_singleton: bool, is_default: Callable[[Mapping[str, Any]], bool]
    ) -> None:
        """The check before a create (CanCreate): refuse to adopt what somebody else made.

        Raises:
            AlreadyExistsError: the resource exists, or its existence cannot be told.
        """
        try:
            found = await self.get(resource_id, api_version)
        except ArmError as error:
            if error.status == 404:
                return
            raise AlreadyExistsError(
                f"cannot check existence of resource '{resource_id}': status code {error.status}, "
                f"{error.code}: {error.message}"
            ) from error
        if is_singleton or not found:
            return
        if is_default(found):
            return
        raise AlreadyExistsError(f"cannot create already existing resource '{resource_id}'")

    def cancel(self) -> None:
        """Stop waiting for operations; Azure carries on with them."""
        self._cancelled.set()

    async def close(self) -> None:
        """Release the world."""
        if self._world is not None:
            await self._call(lambda world: world.close())
        self._thread.shutdown(wait=False)

    async def _wait(self, operation: RunningOperation) -> None:
        while True:
            pause = max(operation.ends_at - self._now(), 0.0)
            await self._sleep(operation.resource_id, pause)
            outcome = await self._poll(operation)
            if isinstance(outcome, ArmError):
                raise OperationFailedError(operation.resource_id, describe(outcome)) from outcome
            if outcome:
                return
            await self._sleep(operation.resource_id, _POLL)

    async def _poll(self, operation: RunningOperation) -> ArmError | bool:
        """Questions go through the same pipeline as any request; one that stays unanswered ends the waiting."""
        try:
            return await self._retrying(lambda world: world.poll(operation.id))
        except ArmError as error:
            return error
        except CancelledByUserError as error:
            raise OperationFailedError(operation.resource_id, _LEFT_ALONE) from error

    async def _sleep(self, resource_id: str, seconds: float) -> None:
        if self._cancelled.is_set():
            raise OperationFailedError(resource_id, _LEFT_ALONE)
        if seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._cancelled.wait(), seconds)
        except TimeoutError:
            return
        raise OperationFailedError(resource_id, _LEFT_ALONE)

    async def _retrying(self, call: Callable[[World], T]) -> T:
        return await registering(lambda: self._attempts(call), self._register, self._time_scale)

    async def _register(self, namespace: str) -> bool:
        return await self._call(lambda world: world.register(namespace))

    async def _attempts(self, call: Callable[[World], T]) -> T:
        for attempt in range(_RETRIES + 1):
            if self._cancelled.is_set():
                raise CancelledByUserError("the deployment was cancelled")
            try:
                return await self._call(call)
            except ArmError as error:
                if attempt == _RETRIES or not is_retried(error):
                    raise
                delay = float(error.retry_after or _RETRY_DELAYS[attempt])
                if delay > _LONGEST_DELAY:
                    raise
            await asyncio.sleep(delay * self._time_scale)
        raise AssertionError

    async def _call(self, call: Callable[[World], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._with_world, call)

    def _with_world(self, call: Callable[[World], T]) -> T:
        if self._world is None:
            self._world = self._open_world()
        return call(self._world)


def describe(error: ArmError) -> str:
    """An error as the real provider prints it."""
    if error.status == 0:
        return error.message
    return f'Status={error.status} Code="{error.code}" Message="{error.message}"'
