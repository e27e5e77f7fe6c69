"""The world on disk: SQLite in WAL mode, one BEGIN IMMEDIATE transaction per request.

Several processes use one file at once (the provider, a parameterised provider, the command line); whatever is
committed survives the death of any of them.
"""

import json
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict

_BUSY_SECONDS = 60.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS resources (
  key TEXT PRIMARY KEY, id TEXT NOT NULL, type_key TEXT NOT NULL, name_key TEXT NOT NULL,
  container_key TEXT NOT NULL, group_key TEXT NOT NULL,
  body TEXT NOT NULL, api_version TEXT NOT NULL, incarnation INTEGER NOT NULL, revision INTEGER NOT NULL,
  created_at REAL NOT NULL, updated_at REAL NOT NULL, failed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS resources_by_type ON resources (type_key, name_key);
CREATE INDEX IF NOT EXISTS resources_by_container ON resources (container_key);
CREATE INDEX IF NOT EXISTS resources_by_group ON resources (group_key);
CREATE TABLE IF NOT EXISTS incarnations (key TEXT PRIMARY KEY, count INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refs (
  source_key TEXT NOT NULL, target_key TEXT NOT NULL, PRIMARY KEY (source_key, target_key));
CREATE INDEX IF NOT EXISTS refs_by_target ON refs (target_key);
CREATE TABLE IF NOT EXISTS principals (
  principal_id TEXT PRIMARY KEY, owner_key TEXT NOT NULL, created_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS principals_by_owner ON principals (owner_key);
CREATE TABLE IF NOT EXISTS operations (
  id TEXT PRIMARY KEY, key TEXT NOT NULL, resource_id TEXT NOT NULL, kind TEXT NOT NULL,
  started_at REAL NOT NULL, ends_at REAL NOT NULL, error TEXT, settled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS operations_open ON operations (settled, ends_at);
CREATE INDEX IF NOT EXISTS operations_by_key ON operations (key, settled);
CREATE TABLE IF NOT EXISTS guards (guard TEXT NOT NULL, operation_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS guards_by_name ON guards (guard);
CREATE INDEX IF NOT EXISTS guards_by_operation ON guards (operation_id);
CREATE TABLE IF NOT EXISTS overlaps (
  at REAL NOT NULL, resource_id TEXT NOT NULL, running TEXT NOT NULL, code TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS soft_deleted (
  key TEXT PRIMARY KEY, id TEXT NOT NULL, type_key TEXT NOT NULL, name_key TEXT NOT NULL, location TEXT NOT NULL,
  body TEXT NOT NULL, deleted_at REAL NOT NULL, purge_at REAL NOT NULL, protected INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS soft_deleted_by_name ON soft_deleted (type_key, name_key);
CREATE TABLE IF NOT EXISTS holds (
  subject_key TEXT NOT NULL, owner_key TEXT NOT NULL, link TEXT NOT NULL, released_at REAL,
  PRIMARY KEY (subject_key, owner_key));
"""


@dataclass(frozen=True)
class Resource:
    """A stored resource. `body` is the resource as last written, with the server's defaults filled in."""

    id: ResourceId
    body: Json
    api_version: str
    incarnation: int
    revision: int
    created_at: float
    updated_at: float
    failed: bool

    @property
    def properties(self) -> Json:
        """The `properties` of the body; an empty dictionary when there are none."""
        return as_dict(self.body.get("properties"))

    @property
    def location(self) -> str:
        """The normalised location, or an empty string."""
        return str(self.body.get("location", ""))


def dump(value: Any) -> str:
    """Compact JSON, as stored."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Store:
    """A connection to the world's file. Threads of a process share it; one request runs at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        with self.transaction() as connection:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """One request: everything or nothing of it is stored."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
