"""The simulated Azure: what a face (Pulumi provider, HTTP, command line) calls."""

import json
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from simulated_azure import services
from simulated_azure.arm import checks, lists, mirrors, patches, registration, requests, throttling
from simulated_azure.arm.chance import Chance
from simulated_azure.arm.clock import SECONDS_PER_DAY, Clock, real_now
from simulated_azure.arm.concurrency import OverlapError
from simulated_azure.arm.conditions import UNCONDITIONAL, Condition
from simulated_azure.arm.errors import ArmError, conflict, not_found
from simulated_azure.arm.facts import SUBSCRIPTION_ID, TENANT_ID
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId
from simulated_azure.arm.inspection import Inspection
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.operations import Operation
from simulated_azure.arm.rules import REGISTRY
from simulated_azure.arm.store import Store, dump
from simulated_azure.arm.world import World
from simulated_azure.faults.book import FaultBook, Kill
from simulated_azure.services import reach

_INSIDE_API_VERSION = "2024-01-01"


class Azure(Inspection):
    """A persistent world that several processes may use at once. Bodies are in ARM's shape throughout."""

    def __init__(
        self,
        store: Store,
        *,
        time_scale: float,
        strict: bool,
        now: Callable[[], float] = real_now,
        kill: Kill | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self.faults = FaultBook(store, kill)
        self.time_scale = time_scale
        self.strict = strict
        with store.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO facts VALUES ('seed', ?)", (dump(secrets.token_hex(16)),))
            row = connection.execute("SELECT value FROM facts WHERE name = 'seed'").fetchone()
            connection.execute("DELETE FROM operations WHERE settled = 1 AND ends_at < ?", (now() - SECONDS_PER_DAY,))
        self._chance = Chance(json.loads(row[0]))
        self.tenant_id = TENANT_ID
        self.subscription_id = SUBSCRIPTION_ID
        self.client_id = self._chance.guid("caller", "client")
        self.object_id = self._chance.guid("caller", "object")

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        time_scale: float = 0.001,
        strict: bool = True,
        seed: str | None = None,
        now: Callable[[], float] = real_now,
        kill: Kill | None = None,
    ) -> Self:
        """Open the world in a SQLite file, making it when it is not there.

        Args:
            path: the file.
            time_scale: real seconds per simulated second; 0 makes every operation instant.
            strict: kept for the faces: whether a property that the SDK does not know is an error.
            seed: source of all made-up values of a new world; a random one when absent.
            now: the time in seconds since the epoch; a clock of their own lets tests run through hours at once.
            kill: what a planned crash does; it ends the process for real when absent.
        """
        services.load()
        store = Store(path)
        if seed is not None:
            with store.transaction() as connection:
                connection.execute("INSERT OR IGNORE INTO facts VALUES ('seed', ?)", (dump(seed),))
        return cls(store, time_scale=time_scale, strict=strict, now=now, kill=kill)

    @contextmanager
    def _request(self, kind: str = "") -> Generator[World]:
        """One request; with a kind (reads, writes, deletes) it counts against the budget of fact `requestBudget`."""
        with self._store.transaction() as connection:
            rows = connection.execute("SELECT name, value FROM facts").fetchall()
            facts = {row["name"]: json.loads(row["value"]) for row in rows}
            clock = Clock(self._now(), self.time_scale, float(facts.get("calendarOffsetDays", 0.0)))
            world = World(connection, clock, self._chance, facts)
            refusal = throttling.spend(world, kind) if kind else None
            if refusal is None:
                requests.settle(world)
                yield world
        if refusal is not None:  # outside, so that what the refusal changed is kept
            raise refusal

    @contextmanager
    def _noting(self, resource_id: str) -> Generator[None]:
        """Keep a record of refused overlaps: a retry would hide them, and the refused request leaves no trace."""
        try:
            yield
        except OverlapError as error:
            with self._request() as world:
                world.note_overlap(resource_id, error.running, error.code)
            raise

    # ------------------------------------------------------------------ Azure Resource Manager
    def begin_put(
        self, resource_id: str, body: Json, *, api_version: str, condition: Condition = UNCONDITIONAL
    ) -> Operation:
        """Create a resource, or replace one that exists.

        Raises:
            ArmError: whatever Azure would refuse the request with. A failure of the operation itself is what
                `poll` returns.
        """
        with (
            self._noting(resource_id),
            self.faults.around("put", resource_id) as strikes,
            self._request("writes") as world,
        ):
            condition.check(world, ResourceId.parse(resource_id))
            return strikes.shape(world, requests.put(world, ResourceId.parse(resource_id), body, api_version))

    def begin_delete(self, resource_id: str, *, api_version: str, force: bool = False) -> Operation:
        """Start deleting a resource.

        Args:
            resource_id: the resource.
            api_version: of the request.
            force: what `force` is to Log Analytics and `forceToPurge` to Machine Learning: nothing is kept of it.

        Raises:
            ArmError: 404 when it is not there; 4xx when something still uses it.
        """
        with (
            self._noting(resource_id),
            self.faults.around("delete", resource_id) as strikes,
            self._request("deletes") as world,
        ):
            return strikes.shape(world, requests.delete(world, ResourceId.parse(resource_id), api_version, force=force))

    def poll(self, operation_id: str) -> ArmError | bool:
        """False while the operation runs, True when it succeeded, the error when it failed.

        Raises:
            ArmError: 404 for an unknown operation.
        """
        with self.faults.around_poll(operation_id), self._request() as world:
            outcome = requests.poll(world, operation_id)
        if outcome is not False:
            self.faults.ended(operation_id)
        return outcome

    def get(self, resource_id: str, *, api_version: str) -> Json:
        """A resource with everything the server added.

        Raises:
            ArmError: 404 ResourceNotFound or ResourceGroupNotFound.
        """
        with self.faults.around("get", resource_id), self._request("reads") as world:
            requests.check_visible(world, ResourceId.parse(resource_id))
            return requests.get(world, ResourceId.parse(resource_id), api_version)

    def answer(self, resource_id: str, *, api_version: str) -> Json:
        """What the PUT of a resource answered: `get`, but part of that request, so that no fault of its own strikes.

        Raises:
            ArmError: as `get`.
        """
        with self._request() as world:
            return requests.get(world, ResourceId.parse(resource_id), api_version)

    def action(self, resource_id: str, action: str, body: Json, *, api_version: str) -> Json:
        """A POST action such as listKeys.

        Raises:
            ArmError: 404 when the resource or the action does not exist.
        """
        del body
        with self.faults.around("action", resource_id), self._request() as world:
            requests.get(world, ResourceId.parse(resource_id), api_version)
            found = world.find(resource_id)
            if found is None:
                raise requests.missing(ResourceId.parse(resource_id))
            return services.act(world, found, action)

    def begin_patch(
        self, resource_id: str, changes: Json, *, api_version: str, condition: Condition = UNCONDITIONAL
    ) -> Operation:
        """Update parts of a resource; see `patches.patch` for the errors."""
        with self.faults.around("put", resource_id) as strikes, self._request("writes") as world:
            condition.check(world, ResourceId.parse(resource_id))
            return strikes.shape(world, patches.patch(world, ResourceId.parse(resource_id), changes, api_version))

    def begin_removal(
        self, resource_id: str, *, api_version: str, condition: Condition = UNCONDITIONAL, force: bool = False
    ) -> Operation | None:
        """DELETE as clients of the REST interface see it.

        Returns:
            The operation; None when there is nothing to delete, which is no error (204; ARM RPC
            v1.0/resource-api-reference.md), unless the resource group or the parent is not there either.

        Raises:
            ArmError: as `begin_delete`.
        """
        parsed = ResourceId.parse(resource_id)
        with self.faults.around("delete", resource_id) as strikes, self._request("deletes") as world:
            condition.check(world, parsed)
            there = world.find(parsed) or mirrors.find(world, parsed) or parsed.type_key in REGISTRY.implied
            if not there and parsed.type != RESOURCE_GROUP:
                checks.check_api_version(api_version)
                checks.check_scopes(world, parsed)
                return None
            return strikes.shape(world, requests.delete(world, parsed, api_version, force=force))

    def register(self, namespace: str) -> bool:
        """Start registering a resource provider with the subscription, or look how far that is.

        Args:
            namespace: such as Microsoft.App.

        Returns:
            whether it is registered now.
        """
        with self._request() as world:
            return registration.register(world, namespace)

    def collection(self, path: str, *, condition: str = "") -> list[Json]:
        """The resources of a collection, in order of id.

        Args:
            path: an id without its last name, for instance `/subscriptions/x/resourceGroups/y/providers/N/type`.
            condition: `$filter`, where the type has one.

        Raises:
            ArmError: 404 when the scope does not exist; 400 for a condition that is not understood.
        """
        parsed = lists.Collection.parse(path)
        with self._request("reads") as world:
            found = lists.listed(world, parsed)
        return lists.authorization_filter(found, parsed.scope, condition) if condition else found

    def operation(self, operation_id: str) -> Operation:
        """A write that was accepted within the last day.

        Raises:
            ArmError: 404 OperationNotFound.
        """
        with self._request() as world:
            return requests.operation(world, operation_id)

    @contextmanager
    def reading(self) -> Generator[World]:
        """The world for one request that changes nothing: directory, Resource Graph."""
        with self._request() as world:
            yield world

    def ways(self, network_id: str, resource_id: str) -> list[reach.Way]:
        """How clients in a virtual network reach a resource: names, addresses, and whether it takes them.

        Raises:
            ArmError: 404 when network or resource do not exist; 400 for a type without private link.
        """
        with self._request() as world:
            network, resource = world.find(network_id), world.find(resource_id)
            if network is None or resource is None:
                raise requests.missing(ResourceId.parse(network_id if network is None else resource_id))
            return reach.ways(world, network.id, resource)

    def purge(self, resource_id: str) -> None:
        """Purge a soft-deleted resource.

        Raises:
            ArmError: 404 when nothing of this id is kept or its type has no purge; 409 under purge protection.
        """
        key = ResourceId.parse(resource_id).key
        kept = {item["key"]: item for item in self.soft_deleted()}
        if key not in kept:
            raise not_found("ResourceNotFound", f"No soft-deleted resource '{resource_id}'.")
        if kept[key]["type"] in services.NEVER_PURGED:
            raise not_found("ResourceNotFound", f"'{resource_id}' cannot be purged: its type has no purge.")
        if kept[key]["purgeProtected"]:
            raise conflict(
                "MethodNotAllowed", f"'{resource_id}' is purge protected and stays until its retention ends."
            )
        with self._request() as world:
            world.purge(key)
            services.purged(world, key)

    def close(self) -> None:
        """Close the file."""
        self._store.close()
