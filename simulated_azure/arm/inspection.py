"""The world beside ARM: what people, tests and the command line see and change past every rule."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any

from simulated_azure.arm import requests
from simulated_azure.arm.clock import SECONDS_PER_DAY
from simulated_azure.arm.facts import check_fact
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.store import dump
from simulated_azure.arm.views import view
from simulated_azure.arm.world import World, soft_deleted_row


class Inspection(ABC):
    """Looks at the world and changes it behind everybody's back."""

    @abstractmethod
    def _request(self) -> AbstractContextManager[World]:
        """The world for one request."""

    def resources(self) -> list[Json]:
        """Every resource as GET returns it, in order of id."""
        with self._request() as world:
            return [view(world, resource) for resource in world.all()]

    def soft_deleted(self) -> list[Json]:
        """What Azure still keeps of deleted resources: id, location, dates (epoch seconds), purge protection."""
        with self._request() as world:
            rows = world.connection.execute(
                "SELECT * FROM soft_deleted WHERE purge_at > ? ORDER BY id", (world.clock.calendar,)
            )
            return [soft_deleted_row(row) for row in rows]

    def operations(self) -> list[Json]:
        """Every write of the last day, in order of its start: id, kind, start and end (epoch seconds)."""
        with self._request() as world:
            rows = world.connection.execute(
                "SELECT resource_id AS id, kind, started_at AS startedAt, ends_at AS endsAt FROM operations"
                " ORDER BY started_at, ends_at"
            )
            return [dict(row) for row in rows]

    def overlaps(self) -> list[Json]:
        """Every write that met another one under the same parent: its id, the id of the other one, Azure's code."""
        with self._request() as world:
            rows = world.connection.execute("SELECT resource_id AS id, running, code FROM overlaps ORDER BY at")
            return [dict(row) for row in rows]

    def holds(self) -> list[Json]:
        """Service association links on subnets that are not released yet."""
        with self._request() as world:
            rows = world.connection.execute(
                "SELECT * FROM holds WHERE released_at IS NULL OR released_at > ?", (world.clock.now,)
            )
            return [dict(row) for row in rows]

    def edit(self, resource_id: str, changes: Json) -> None:
        """Change a resource behind everybody's back, as a person in the portal would; no rule is checked.

        Args:
            resource_id: the resource.
            changes: a partial body in ARM's shape, laid over the stored one; null values remove.
        """
        with self._request() as world:
            found = world.find(resource_id)
            if found is None:
                raise requests.missing(ResourceId.parse(resource_id))
            world.save(found.id, requests.patched(found.body, changes), found.api_version, found)

    def fact(self, name: str) -> Any:
        """The value of a settable fact."""
        with self._request() as world:
            return world.fact(name)

    def set_fact(self, name: str, value: Any) -> None:
        """Set a fact of the world; see `facts.FACTS`.

        Raises:
            ArmError: 400 UnknownFact for a name, InvalidFact for a value that is not understood.
        """
        check = check_fact(name).check
        if check is not None:
            check(value)
        with self._request() as world:
            world.connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, dump(value)))

    def advance(self, days: float) -> None:
        """Set the calendar ahead, so that retention periods end."""
        offset = float(self.fact("calendarOffsetDays")) + days
        self.set_fact("calendarOffsetDays", offset)
        with self._request() as world:
            world.connection.execute("UPDATE holds SET released_at = released_at - ?", (days * SECONDS_PER_DAY,))
