"""The engine's part, replayed on the provider in this process: order, parallelism, pending operations, checkpoints.

What the engine does is written in its source (pulumi/pulumi pkg/resource/deploy: step_generator.go, step_executor.go,
snapshot.go); here is the part that faults can reach. A pending operation is noted before a call and removed after it;
the first error keeps new steps from starting and lets running ones finish; a killed engine leaves its state as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.interfaces.customer_managed_key import pause_before_retry
from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.provider.client import AlreadyExistsError, CancelledByUserError, OperationFailedError, describe
from simulated_azure.provider.lifecycle import Lifecycle, PartlyDoneError
from tests.reliability.stack import Stack, State, ignoring
from tests.reliability.trace import Step
from tests.reliability.virtual import InlineClient

_REFUSALS = (ArmError, AlreadyExistsError, CancelledByUserError, OperationFailedError)


class KilledError(BaseException):
    """A process died. Nothing may catch it but the replay itself."""


class Death:
    """Which process of the present run has died, if any."""

    def __init__(self) -> None:
        self.victim = ""

    def strike(self, victim: str) -> None:
        """What a planned crash does here."""
        self.victim = victim
        raise KilledError(victim)

    def check(self) -> None:
        """Nothing goes on in a dead process; the provider dies with its engine."""
        if self.victim:
            raise KilledError(self.victim)


@dataclass
class Run:
    """How a run ended: errors by URN, steps that changed something, whether it was killed."""

    errors: dict[str, str] = field(default_factory=dict)
    done: list[tuple[str, str]] = field(default_factory=list)
    killed: str = ""

    @property
    def good(self) -> bool:
        """Exit code 0."""
        return not self.errors and not self.killed


class Process:
    """One run of the engine with its provider.

    Args:
        azure: the world; its `kill` is `death.strike`.
        stack: the backend.
        death: who is dead.
        parallel: how many steps run at once.
    """

    def __init__(self, azure: Azure, stack: Stack, death: Death, *, parallel: int) -> None:
        self.azure, self.stack, self._death = azure, stack, death
        death.victim = ""
        loop = asyncio.get_running_loop()
        self.client = InlineClient(azure, now=loop.time, alive=death.check)
        self.lifecycle = Lifecycle(self.client, azure.subscription_id)
        self.result = Run()
        self._slots = asyncio.Semaphore(parallel)
        self._under_way: set[str] = set()
        self._keep_going = False

    async def up(self, program: Sequence[Step], *, keep_going: bool = False) -> Run:
        """`pulumi up`: create what is missing, update what differs or was left half done.

        Args:
            program: the steps.
            keep_going: `--continue-on-error`: after an error whatever does not need the failed resource is still done.
        """
        self.stack.begin()
        over, failed = {step.urn: asyncio.Event() for step in program}, set[str]()
        self._keep_going = keep_going

        async def one(step: Step) -> None:
            for urn in step.needs:
                await over[urn].wait()
            async with self._slots:
                if self._stopped:
                    return
                if failed.intersection(step.needs) or not await self._apply(step):
                    failed.add(step.urn)
                over[step.urn].set()

        await self._all(one(step) for step in program)
        return self.result

    async def destroy(self, only: Iterable[str] | None = None) -> Run:
        """`pulumi destroy`, whole or `--target ... --target-dependents`."""
        self.stack.begin()
        doomed = set(self.stack.resources if only is None else self._with_dependents(only))
        users = {
            urn: {each["urn"] for each in self.stack.resources.values() if urn in each["dependencies"]} & doomed
            for urn in doomed
        }
        gone = {urn: asyncio.Event() for urn in doomed}

        async def one(urn: str) -> None:
            for user in users[urn]:
                await gone[user].wait()
            async with self._slots:
                if self._stopped:
                    return
                state = self.stack.resources[urn]
                if await self._delete(state, with_parent=state["deletedWith"] in doomed):
                    gone[urn].set()

        await self._all(one(urn) for urn in [*self.stack.resources] if urn in doomed)
        return self.result

    async def refresh(self, exclude: Iterable[str] = ()) -> Run:
        """`pulumi refresh`: read everything; what is gone leaves the state, and who needed it no longer says so.

        Args:
            exclude: URNs that are left as they are.
        """
        self.stack.begin()
        left_out = set(exclude)

        async def one(state: State) -> None:
            async with self._slots:
                resource = resource_type(state["type"])
                read = self.lifecycle.read(resource, state["id"], state["inputs"], state["outputs"])
                found = await self._guard(state["urn"], read)
                if state["urn"] in self.result.errors or self.result.killed:
                    return
                if found is None:
                    self._forget(state["urn"])
                    return
                stored, inputs = found
                inputs = ignoring(state.get("ignoreChanges", ()), state["inputs"], inputs)
                if inputs != state["inputs"]:
                    self.result.done.append(("refresh", state["urn"]))
                state.update(outputs=stored.outputs, inputs=inputs)
                state.pop("initErrors", None)

        await self._all(one(state) for urn, state in [*self.stack.resources.items()] if urn not in left_out)
        if not self.result.killed:
            self.stack.pending.clear()
        return self.result

    # ------------------------------------------------------------------------------------------------------ one step
    async def _apply(self, step: Step) -> bool:
        old = self.stack.resources.get(step.urn)
        if old is not None and old["inputs"] == step.inputs and not old.get("initErrors"):
            self.stack.add({**old, "dependencies": list(step.needs)})
            return True
        resource = resource_type(step.token)
        state: State = {
            "urn": step.urn, "type": step.token, "custom": True, "inputs": dict(step.inputs), "outputs": {},
            "dependencies": list(step.needs), "deletedWith": step.deleted_with, "ignoreChanges": step.ignored,
        }  # fmt: skip
        kind = "creating" if old is None else "updating"
        self.stack.pending[step.urn] = (kind, state)
        try:
            stored = await self._patiently(
                step,
                lambda: (
                    self.lifecycle.create(resource, step.inputs)
                    if old is None
                    else self.lifecycle.update(resource, step.inputs, old["outputs"])
                ),
            )
        except PartlyDoneError as error:
            self._checkpoint(state, error.stored.resource_id, error.stored.outputs, str(error))
            return False
        if self.result.killed:
            return False
        if stored is None:
            self.stack.pending.pop(step.urn)
            return False
        self._checkpoint(state, stored.resource_id, stored.outputs)
        self.result.done.append((kind, step.urn))
        return True

    def _checkpoint(self, state: State, resource_id: str, outputs: dict[str, Any], init_error: str = "") -> None:
        if self.result.killed:
            return
        whole = {**state, "id": resource_id, "outputs": outputs}
        if init_error:
            whole["initErrors"] = [init_error]
            self.result.errors[state["urn"]] = init_error
        self.stack.add(whole)
        self.stack.pending.pop(state["urn"])

    async def _delete(self, state: State, *, with_parent: bool) -> bool:
        urn = state["urn"]
        if not with_parent:
            self.stack.pending[urn] = ("deleting", state)
            resource = resource_type(state["type"])
            call = self.lifecycle.delete(resource, state["id"], state["inputs"])
            await self._guard(urn, call)
            if self.result.killed:
                return False
            self.stack.pending.pop(urn)
            if urn in self.result.errors:
                return False
        self.stack.drop(urn)
        self.result.done.append(("deleting", urn))
        return True

    async def _patiently(self, step: Step, call: Callable[[], Awaitable[Any]]) -> Any:
        """A call and its repetitions, as the error hook of the program asks for them; the step stays under way."""
        errors: list[str] = []
        while True:
            stored = await self._guard(step.urn, call())
            if not step.patient or self.result.killed or step.urn not in self.result.errors:
                return stored
            errors.insert(0, self.result.errors[step.urn])
            pause = pause_before_retry(errors)
            if pause is None:
                return stored
            del self.result.errors[step.urn]
            self._under_way.add(step.urn)
            await asyncio.sleep(pause)

    async def _guard(self, urn: str, call: Awaitable[Any]) -> Any:
        """One call of the provider: a refusal is an error of its step, the provider's death of every step under way."""
        self._under_way.add(urn)
        try:
            return await call
        except KilledError as death:
            self.result.killed = self.result.killed or ("engine" if str(death) == "engine" else "")
            self.result.errors[urn] = "the provider is gone"
        except _REFUSALS as error:
            self.result.errors[urn] = describe(error) if isinstance(error, ArmError) else str(error)
        finally:
            self._under_way.discard(urn)
        return None

    @property
    def _stopped(self) -> bool:
        return bool(self.result.killed or (self.result.errors and not self._keep_going))

    async def _all(self, work: Iterable[Awaitable[None]]) -> None:
        """Run steps until none is under way any more; those that wait for what failed are given up."""
        tasks = [asyncio.ensure_future(each) for each in work]
        waiting = set(tasks)
        while waiting and not self.result.killed:
            _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if self._stopped and not self._under_way:
                break
        for task in waiting:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    def _forget(self, urn: str) -> None:
        for each in self.stack.resources.values():
            if urn in each["dependencies"]:
                each["dependencies"].remove(urn)
        self.stack.drop(urn)

    def _with_dependents(self, only: Iterable[str]) -> set[str]:
        found = set(only)
        for each in self.stack.resources.values():  # in order: whoever needs a doomed one comes after it
            if found.intersection(each["dependencies"]):
                found.add(each["urn"])
        return found
