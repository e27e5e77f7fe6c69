"""The world as one request sees it: a view over one transaction, for the kernel and the services."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from simulated_azure.arm.chance import Chance
from simulated_azure.arm.clock import SECONDS_PER_DAY, Clock
from simulated_azure.arm.facts import check_fact
from simulated_azure.arm.ids import ResourceId, looks_like_id
from simulated_azure.arm.json_values import Json, is_dict, is_list
from simulated_azure.arm.operations import Operation
from simulated_azure.arm.store import Resource, dump

_COLUMNS = "id, body, api_version, incarnation, revision, created_at, updated_at, failed"


class World:
    """Reads and writes of one request.

    Args:
        connection: the open transaction.
        clock: the time of the request.
        chance: the world's source of made-up values.
        facts: facts that differ from their defaults.
    """

    def __init__(self, connection: sqlite3.Connection, clock: Clock, chance: Chance, facts: Json) -> None:
        self.connection = connection
        self.clock = clock
        self.chance = chance
        self._facts = facts
        self.deleting = ""
        """Key of the resource that this request deletes; what lies below it no longer counts as a user."""

    def fact(self, name: str) -> Any:
        """The value of a settable fact."""
        default = check_fact(name).default
        return self._facts.get(name, default)

    # ------------------------------------------------------------------ reading
    def find(self, resource_id: ResourceId | str) -> Resource | None:
        """The resource of this id, or None."""
        key = resource_id.lower().rstrip("/") if isinstance(resource_id, str) else resource_id.key
        row = self.connection.execute(f"SELECT {_COLUMNS} FROM resources WHERE key = ?", (key,)).fetchone()
        return None if row is None else _resource(row)

    def of_type(self, arm_type: str, *, name: str | None = None) -> list[Resource]:
        """Every resource of a type, in order of id; with `name`, those of that name in any resource group."""
        query, values = f"SELECT {_COLUMNS} FROM resources WHERE type_key = ?", [arm_type.lower()]
        if name is not None:
            query, values = f"{query} AND name_key = ?", [*values, name.lower()]
        return self._many(query, values)

    def children(self, resource_id: ResourceId, arm_type: str | None = None) -> list[Resource]:
        """Direct children of a resource, optionally of one full type."""
        return self.contained_in(resource_id.key, arm_type)

    def contained_in(self, scope: str, arm_type: str | None = None) -> list[Resource]:
        """Children and extension resources directly at a scope, optionally of one full type."""
        query, values = f"SELECT {_COLUMNS} FROM resources WHERE container_key = ?", [scope.lower()]
        if arm_type is not None:
            query, values = f"{query} AND type_key = ?", [*values, arm_type.lower()]
        return self._many(query, values)

    def below(self, resource_id: ResourceId) -> list[Resource]:
        """Everything whose id lies below an id, extension resources included."""
        low, high = resource_id.key + "/", resource_id.key + "0"
        return self._many(f"SELECT {_COLUMNS} FROM resources WHERE key >= ? AND key < ?", [low, high])

    def in_group(self, group: ResourceId) -> list[Resource]:
        """Everything in a resource group."""
        return self._many(f"SELECT {_COLUMNS} FROM resources WHERE group_key = ?", [group.key])

    def all(self) -> list[Resource]:
        """Every resource."""
        return self._many(f"SELECT {_COLUMNS} FROM resources", [])

    def referring(self, resource_id: ResourceId | str, arm_type: str | None = None) -> list[Resource]:
        """Resources whose body holds this id, optionally of one type."""
        key = resource_id.lower() if isinstance(resource_id, str) else resource_id.key
        columns = ", ".join(f"r.{column.strip()}" for column in _COLUMNS.split(","))
        query = f"SELECT {columns} FROM refs JOIN resources r ON r.key = refs.source_key WHERE refs.target_key = ?"
        values = [key]
        if arm_type is not None:
            query, values = f"{query} AND r.type_key = ?", [key, arm_type.lower()]
        found = self._many(query, values)
        if not self.deleting:
            return found
        return [item for item in found if not f"{item.id.key}/".startswith(f"{self.deleting}/")]

    def _many(self, query: str, values: list[str]) -> list[Resource]:
        return [_resource(row) for row in self.connection.execute(f"{query} ORDER BY 1", values)]

    # ------------------------------------------------------------------ writing
    def save(self, resource_id: ResourceId, body: Json, api_version: str, old: Resource | None) -> Resource:
        """Store a resource as created or replaced, with its references."""
        incarnation = old.incarnation if old else self._next_incarnation(resource_id)
        stored = old.id if old else resource_id
        container = stored.parent.key if stored.parent else stored.scope.lower()
        revision, created = (old.revision + 1, old.created_at) if old else (1, self.clock.now)
        row = (stored.key, stored.text, stored.type_key, stored.name.lower(), container,
               stored.group.key if stored.group else "", dump(body), api_version, incarnation, revision, created,
               self.clock.now)  # fmt: skip
        self.connection.execute(f"INSERT OR REPLACE INTO resources VALUES ({','.join('?' * 12)}, 0)", row)
        self.connection.execute("DELETE FROM refs WHERE source_key = ?", (stored.key,))
        self.connection.executemany(
            "INSERT OR IGNORE INTO refs VALUES (?, ?)",
            [(stored.key, target) for target in references(body) if target != stored.key],
        )
        return Resource(stored, body, api_version, incarnation, revision, created, self.clock.now, failed=False)

    def _next_incarnation(self, resource_id: ResourceId) -> int:
        self.connection.execute(
            "INSERT INTO incarnations VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET count = count + 1",
            (resource_id.key,),
        )
        row = self.connection.execute("SELECT count FROM incarnations WHERE key = ?", (resource_id.key,)).fetchone()
        return int(row[0])

    def remove(self, resource_id: ResourceId) -> None:
        """Forget a resource, its references and its principals."""
        for statement in (
            "DELETE FROM resources WHERE key = ?",
            "DELETE FROM refs WHERE source_key = ?",
            "DELETE FROM principals WHERE owner_key = ?",
        ):
            self.connection.execute(statement, (resource_id.key,))

    def add_principal(self, principal_id: str, owner: ResourceId) -> None:
        """Register a managed identity's principal; a known one keeps its age."""
        self.connection.execute(
            "INSERT OR IGNORE INTO principals VALUES (?, ?, ?)", (principal_id, owner.key, self.clock.now)
        )

    def drop_principals(self, owner: ResourceId, keep: Iterable[str]) -> None:
        """Forget the principals of a resource but for those in `keep`."""
        kept = tuple(keep)
        marks = ",".join("?" * len(kept))
        self.connection.execute(
            f"DELETE FROM principals WHERE owner_key = ? AND principal_id NOT IN ({marks})", (owner.key, *kept)
        )

    def principal_created_at(self, principal_id: str) -> float | None:
        """When a managed identity's principal was made (real time); None for one that is not in this world."""
        row = self.connection.execute(
            "SELECT created_at FROM principals WHERE principal_id = ?", (principal_id.lower(),)
        ).fetchone()
        return None if row is None else float(row[0])

    # ------------------------------------------------------------------ operations in flight
    def in_flight(self, resource_id: ResourceId) -> Operation | None:
        """The operation that is still running on a resource, or None."""
        row = self.connection.execute(
            "SELECT id, resource_id, kind, ends_at FROM operations WHERE key = ? AND settled = 0"
            " AND ends_at > ? ORDER BY ends_at DESC",
            (resource_id.key, self.clock.now),
        ).fetchone()
        return None if row is None else Operation(row[0], row[1], row[2], row[3])

    def guarded_by(self, guard: str) -> Operation | None:
        """The running operation that holds a guard, or None."""
        row = self.connection.execute(
            "SELECT o.id, o.resource_id, o.kind, o.ends_at FROM guards g JOIN operations o ON o.id = g.operation_id"
            " WHERE g.guard = ? AND o.settled = 0 AND o.ends_at > ?",
            (guard, self.clock.now),
        ).fetchone()
        return None if row is None else Operation(row[0], row[1], row[2], row[3])

    def note_overlap(self, resource_id: str, running: str, code: str) -> None:
        """Keep for the record that a write met another one."""
        self.connection.execute(
            "INSERT INTO overlaps VALUES (?, ?, ?, ?)", (self.clock.now, resource_id, running, code)
        )

    def created_minutes_ago(self, resource: Resource, minutes: float) -> bool:
        """Whether a resource has existed, finished, for so many simulated minutes."""
        row = self.connection.execute(
            "SELECT MIN(ends_at) FROM operations WHERE key = ? AND kind = 'create' AND started_at >= ?",
            (resource.id.key, resource.created_at),
        ).fetchone()
        finished = resource.created_at if row[0] is None else float(row[0])
        return self.clock.passed(finished, minutes)

    # ------------------------------------------------------------------ service association links
    def hold(self, subject: str, owner: ResourceId, link: str) -> None:
        """Make a service hold a subnet until it is released."""
        self.connection.execute(
            "INSERT OR REPLACE INTO holds VALUES (?, ?, ?, NULL)", (subject.lower(), owner.key, link)
        )

    def release(self, owner_key: str, minutes: float) -> None:
        """End the holds of an owner after so many simulated minutes."""
        self.connection.execute(
            "UPDATE holds SET released_at = ? WHERE owner_key = ?", (self.clock.after(minutes), owner_key.lower())
        )

    def holders(self, subject: ResourceId) -> list[tuple[str, str]]:
        """(owner key, link id) of every service that holds a subnet now."""
        rows = self.connection.execute(
            "SELECT owner_key, link FROM holds WHERE subject_key = ? AND (released_at IS NULL OR released_at > ?)",
            (subject.key, self.clock.now),
        )
        return [(row[0], row[1]) for row in rows]

    # ------------------------------------------------------------------ soft delete
    def soft_delete(self, resource: Resource, days: float, *, protected: bool) -> None:
        """Keep a deleted resource for so many days."""
        now = self.clock.calendar
        row = (resource.id.key, resource.id.text, resource.id.type_key, resource.id.name.lower(), resource.location,
               dump(resource.body), now, now + days * SECONDS_PER_DAY, int(protected))  # fmt: skip
        self.connection.execute("INSERT OR REPLACE INTO soft_deleted VALUES (?,?,?,?,?,?,?,?,?)", row)

    def soft_deleted(self, arm_type: str, name: str) -> list[Json]:
        """Soft-deleted resources of a type and name whose retention still runs."""
        rows = self.connection.execute(
            "SELECT * FROM soft_deleted WHERE type_key = ? AND name_key = ? AND purge_at > ?",
            (arm_type.lower(), name.lower(), self.clock.calendar),
        )
        return [soft_deleted_row(row) for row in rows]

    def all_soft_deleted(self, arm_type: str) -> list[Json]:
        """Every soft-deleted resource of a type whose retention still runs."""
        rows = self.connection.execute(
            "SELECT * FROM soft_deleted WHERE type_key = ? AND purge_at > ?", (arm_type.lower(), self.clock.calendar)
        )
        return [soft_deleted_row(row) for row in rows]

    def forget_soft_deleted(self, key: str) -> None:
        """Note that a soft-deleted resource was recovered."""
        self.connection.execute("DELETE FROM soft_deleted WHERE key = ?", (key.lower(),))

    def purge(self, key: str) -> None:
        """Forget a soft-deleted resource and what was deleted inside it before."""
        self.forget_soft_deleted(key)
        low, high = f"{key.lower()}/", f"{key.lower()}0"
        self.connection.execute("DELETE FROM soft_deleted WHERE key >= ? AND key < ?", (low, high))


def soft_deleted_row(row: sqlite3.Row) -> Json:
    """A row of the soft-delete table as a dictionary."""
    return {
        "id": row["id"], "key": row["key"], "type": row["type_key"], "location": row["location"],
        "body": json.loads(row["body"]), "deletedAt": row["deleted_at"], "purgeAt": row["purge_at"],
        "purgeProtected": bool(row["protected"]),
    }  # fmt: skip


def references(value: Any) -> set[str]:
    """Keys of all resource ids that occur in a body, as values or as keys."""
    found: set[str] = set()
    waiting: list[Any] = [value]
    while waiting:
        current = waiting.pop()
        if is_dict(current):
            waiting.extend(current.keys())
            waiting.extend(current.values())
        elif is_list(current):
            waiting.extend(current)
        elif isinstance(current, str) and looks_like_id(current):
            found.add(current.lower().rstrip("/"))
    return found


def _resource(row: sqlite3.Row) -> Resource:
    return Resource(
        id=ResourceId.parse(row["id"]), body=json.loads(row["body"]), api_version=row["api_version"],
        incarnation=row["incarnation"], revision=row["revision"], created_at=row["created_at"],
        updated_at=row["updated_at"], failed=bool(row["failed"]),
    )  # fmt: skip
