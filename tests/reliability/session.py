"""One trial in this process: the command under faults, what a person does after each failure, and the oracles."""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.conditions import UNCONDITIONAL, Condition
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.facts import SUBSCRIPTION_ID
from simulated_azure.arm.operations import Operation
from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.faults.plan import Fault
from tests.reliability import oracles
from tests.reliability.oracles import BrokenError, World
from tests.reliability.plans import Trial
from tests.reliability.replay import Death, Process, Run
from tests.reliability.stack import Stack
from tests.reliability.trace import SEED, Step, changed, subscription
from tests.reliability.virtual import VirtualLoop, run
from toolchain import adopt, recover
from toolchain.recover import Found
from toolchain.state import Deployment, Pending

START = 1_800_000_000.0
RELEASE_MINUTES = 20.0
FIRST_PAUSE = 300.0
"""Seconds before the second run; every further pause is twice as long."""
ACCOUNT = "microsoft.cognitiveservices/accounts"


class WatchedAzure(Azure):
    """A world that refuses to be more open than the program declares (O8)."""

    declared: dict[str, tuple[Any, ...]]

    def begin_put(
        self, resource_id: str, body: dict[str, Any], *, api_version: str, condition: Condition = UNCONDITIONAL
    ) -> Operation:
        operation = super().begin_put(resource_id, body, api_version=api_version, condition=condition)
        with self._store.transaction() as connection:
            row = connection.execute("SELECT body FROM resources WHERE key = ?", (resource_id.lower(),)).fetchone()
        wanted = self.declared.get(resource_id.lower())
        if row is not None and wanted is not None and oracles.posture(row["body"]) != wanted:
            raise BrokenError("O8", f"{resource_id}: {oracles.posture(row['body'])} instead of {wanted}")
        return operation


@dataclass
class Cloud:
    """A world, a backend, and the clock that both live by."""

    loop: VirtualLoop
    azure: WatchedAzure
    death: Death
    stack: Stack = field(default_factory=Stack)

    @classmethod
    def open(
        cls,
        image: bytes = b"",
        stack: Stack | None = None,
        start: float = START,
        subscription: str = SUBSCRIPTION_ID,
    ) -> Cloud:
        """An empty cloud, or one as `image` has it (`sqlite3.Connection.serialize`)."""
        loop, death = VirtualLoop(start), Death()
        azure = WatchedAzure.open(Path(":memory:"), time_scale=1.0, seed=SEED, now=loop.time, kill=death.strike)
        azure.declared, azure.subscription_id = {}, subscription
        if image:
            connection: sqlite3.Connection = azure._store._connection
            connection.deserialize(image)
        return cls(loop, azure, death, copy.deepcopy(stack) if stack else Stack())

    def image(self) -> bytes:
        """The world as bytes."""
        return self.azure._store._connection.serialize()

    def close(self) -> None:
        self.azure.close()
        self.loop.close()

    def process(self, parallel: int) -> Process:
        return Process(self.azure, self.stack, self.death, parallel=parallel)

    def lookup(self, pending: Pending) -> Found:
        """What `make recover` asks the simulated Azure."""
        resource = resource_type(pending.token)
        where = resource.arm_id(pending.inputs, self.azure.subscription_id)
        if resource.behaviour.singleton:  # always there; creating it again is how it gets its settings
            return Found(where, exists=False)
        try:
            shown = self.azure.answer(where, api_version=resource.api_version)
        except ArmError:
            return Found(where, exists=False)
        return Found(where, exists=True, whole=recover.is_whole(shown))

    async def up(self, program: Sequence[Step], parallel: int, *, keep_going: bool = False) -> Run:
        return await self.process(parallel).up(program, keep_going=keep_going)

    async def destroy(self, parallel: int) -> Run:
        """`make destroy`: the account first, its purge, the wait for the agents' subnet, then the rest."""
        accounts = [
            urn for urn, each in self.stack.resources.items() if each["type"].endswith(":cognitiveservices:Account")
        ]
        if accounts:
            first = await self.process(parallel).destroy(accounts)
            if not first.good:
                return first
        kept = [each["id"] for each in self.azure.soft_deleted() if each["type"] == ACCOUNT]
        for each in kept:
            self.azure.purge(each)
        if kept:
            self.loop.now += RELEASE_MINUTES * 60 + 1
        return await self.process(parallel).destroy()

    async def repair(self, program: Sequence[Step], failed: Run, parallel: int) -> Run:
        """What the page on recovery says to do: `make recover` after a kill, `make adopt` for what exists already."""
        if failed.killed or self.stack.pending:
            todo = recover.plan([], Deployment.parse(self.stack.export()).pending, self.lookup)
            if todo.undecided:
                raise BrokenError("O1", f"`make recover` cannot decide: {todo.describe()}")
            document = todo.settle(self.stack.export())
            self.stack.load(document)
            read = await self.process(parallel).refresh(exclude=recover.half_done(document))
            self._keep({each.urn: each.inputs for each, _ in todo.imports})
            return read
        if any("cannot create already existing" in text for text in failed.errors.values()):
            missing = [_state(step) for step in program if step.urn not in self.stack.resources]
            adopted = adopt.find(missing, self.lookup, self.stack.resources)
            self.stack.load(adopt.take_over(self.stack.export(), adopted))
            whole = {each.resource["urn"] for each in adopted if each.found.whole}
            read = await self.process(parallel).refresh(exclude=self.stack.resources.keys() - whole)
            self._keep({each.resource["urn"]: each.resource["inputs"] for each in adopted})
            return read
        return Run()

    def _keep(self, wanted: dict[str, Any]) -> None:
        """Of the inputs of what is new to the state, what was wanted; what the refresh has not found is gone."""
        for urn in wanted.keys() & self.stack.resources.keys():
            state = self.stack.resources[urn]
            state["inputs"] = recover.declared(wanted[urn], state["inputs"])


def _state(step: Step) -> dict[str, Any]:
    return {
        "urn": step.urn, "type": step.token, "custom": True, "inputs": dict(step.inputs), "outputs": {},
        "dependencies": list(step.needs), "deletedWith": step.deleted_with, "ignoreChanges": step.ignored,
    }  # fmt: skip


@dataclass
class Target:
    """Where runs without faults end, and from where the trials of `update` and `destroy` start."""

    program: list[Step]
    second: list[Step]
    built: World
    updated: World
    image: bytes
    stack: Stack
    time: float
    kept: list[str]
    types: list[str]
    subscription: str
    by_azure: set[str]
    """What Azure makes by itself beside the program's resources."""
    left: set[str]
    """What of it `destroy` leaves, for the state does not know it."""
    sound: set[str] = field(default_factory=set)
    """Fingerprints of end states on which a second `up`, a refresh and `destroy` were run."""


def clean(program: list[Step]) -> Target:
    """Runs everything once without faults."""
    cloud, second = Cloud.open(subscription=subscription(program)), changed(program)
    _must(run(cloud.loop, cloud.up(program, 8)))
    built, image, stack, now = oracles.picture(cloud.azure), cloud.image(), copy.deepcopy(cloud.stack), cloud.loop.now
    _must(run(cloud.loop, cloud.up(second, 8)))
    updated = oracles.picture(cloud.azure)
    by_azure = built.keys() - {str(each["id"]).lower() for each in stack.resources.values()}
    _must(run(cloud.loop, cloud.destroy(8)))
    kept = sorted(each["id"] for each in cloud.azure.soft_deleted())
    left = set(oracles.picture(cloud.azure))
    cloud.close()
    types = sorted({resource_type(step.token).arm_type for step in program})
    where = cloud.azure.subscription_id
    return Target(program, second, built, updated, image, stack, now, kept, types, where, by_azure, left)


def attempt(target: Target, trial: Trial, *, once: bool = False) -> str:
    """Runs a trial; returns why it failed, '' when every oracle holds.

    Args:
        target: where runs without faults end.
        trial: the trial.
        once: whether the first run has to end well.
    """
    cloud = start(target, trial.command)
    cloud.azure.declared = {key: oracles.posture(body) for key, (body, _) in target.built.items()}
    for name, value in trial.facts:
        cloud.azure.set_fact(name, value)
    try:
        run(cloud.loop, _attempt(cloud, target, trial, 1 if once else _patience(trial.faults)))
        if not trial.faults and cloud.azure.overlaps():
            raise BrokenError("O1", f"writes overlap: {cloud.azure.overlaps()}")
    except AssertionError as error:
        return str(error) or type(error).__name__
    finally:
        cloud.close()
    return ""


def start(target: Target, command: str) -> Cloud:
    """The cloud in which a command begins: empty for `up`, else as a run without faults leaves it."""
    if command == "up":
        return Cloud.open(subscription=target.subscription)
    return Cloud.open(target.image, target.stack, target.time, target.subscription)


async def _attempt(cloud: Cloud, target: Target, trial: Trial, patience: int) -> None:
    cloud.azure.faults.set(trial.faults)
    program = target.program if trial.command == "up" else target.second
    messages: list[str] = []
    for number in range(patience):
        if trial.command == "destroy":
            ended = await cloud.destroy(trial.parallel)
        else:
            ended = await cloud.up(program, trial.parallel, keep_going=trial.keep_going and number == 0)
        messages += ended.errors.values()
        if ended.good:
            break
        if number == 0 and trial.command == "up":
            oracles.siblings(program, ended, cloud.stack, keep_going=trial.keep_going)
        while not (
            ended := await cloud.repair(target.program if trial.command == "up" else program, ended, trial.parallel)
        ).good:
            messages += ended.errors.values()
        # Azure may still work on what a run has left; a person comes back later, and later again.
        cloud.loop.now += FIRST_PAUSE * 2**number
    else:
        raise BrokenError("O1", f"does not converge: {messages[-3:]}")
    cloud.azure.faults.set([])
    oracles.no_keys(cloud.stack, messages)
    await _judge(cloud, target, trial.command)


async def _judge(cloud: Cloud, target: Target, command: str) -> None:
    found = oracles.picture(cloud.azure)
    if command == "destroy":
        _is_empty(cloud, found, target)
        return
    oracles.same_cloud(found, target.built if command == "up" else target.updated)
    oracles.cloud_is_state(found, [each["id"] for each in cloud.stack.resources.values()], target.by_azure)
    print_ = oracles.fingerprint(found, cloud.stack)
    if print_ in target.sound:
        return
    program = target.program if command == "up" else target.second
    for again in (await cloud.up(program, 8), await cloud.process(8).refresh(), await cloud.up(program, 8)):
        if again.done or again.errors:
            raise BrokenError("O4", f"{again.done} {again.errors}")
    ended = await cloud.destroy(8)
    if not ended.good:
        raise BrokenError("O6", str(ended.errors))
    _is_empty(cloud, oracles.picture(cloud.azure), target)
    target.sound.add(print_)


def _is_empty(cloud: Cloud, found: World, target: Target) -> None:
    if found.keys() != target.left or cloud.stack.resources:
        raise BrokenError(
            "O6",
            f"left in the cloud {sorted(found.keys() ^ target.left)}, in the state {sorted(cloud.stack.resources)}",
        )
    kept = sorted(each["id"] for each in cloud.azure.soft_deleted())
    if kept != target.kept:
        raise BrokenError("O6", f"soft-deleted {kept} instead of {target.kept}")


def _patience(faults: Sequence[Fault]) -> int:
    """Runs that may fail before one must end well: each strike of a fault may cost one."""
    return sum(fault.times for fault in faults) + 6


def _must(ended: Run) -> None:
    if not ended.good:
        raise AssertionError(f"a run without faults failed: {ended.errors}")
