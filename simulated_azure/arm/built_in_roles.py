"""Built-in roles that the simulated tenant knows, with what they permit.

The simulator's own table: a wrong GUID in the program's table must not pass here. Column `source` of the table is the
page of AZD role-based-access-control/built-in-roles/ that shows the role as JSON, or azure-rbac-catalog.org, which
publishes what the REST interface answered, for the roles of Foundry that the stored page (of April 2024) lacks.
"""

import csv
import difflib
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, is_dict, is_list, strings

TABLE = Path(__file__).with_name("built_in_roles.csv")
KINDS = ("actions", "notActions", "dataActions", "notDataActions")


@dataclass(frozen=True)
class BuiltInRole:
    """A row of the table. `permissions` is the list that a role definition holds; empty: the source gives none."""

    name: str
    guid: str
    source: str
    permissions: tuple[Json, ...]


@dataclass(frozen=True)
class Grant:
    """What one role lets its holder do in the control plane: `actions` without `not_actions`, with wildcards.

    A `*` between slashes stands for no part too: Managed Identity Operator may assign identities by the one action
    `userAssignedIdentities/*/assign/action` (AZD role-based-access-control/built-in-roles/identity.md).
    """

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]

    @property
    def unlimited(self) -> bool:
        """Whether it holds every action there is."""
        return "*" in self.actions and not self.not_actions

    def permits(self, action: str) -> bool:
        """Whether an action, such as `Microsoft.Storage/storageAccounts/write`, is among them (any case)."""
        return _any(self.actions, action) and not _any(self.not_actions, action)


def _row(row: Mapping[str, str]) -> BuiltInRole:
    permission: Json = {kind: row[kind].split() for kind in KINDS}
    known = any(permission.values())
    if row["condition"]:
        permission |= {"condition": row["condition"], "conditionVersion": "2.0"}
    return BuiltInRole(row["name"], row["id"], row["source"], (permission,) if known else ())


def _table() -> dict[str, BuiltInRole]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: _row(row) for row in csv.DictReader(lines)}


ROLES: Mapping[str, BuiltInRole] = _table()
BUILT_IN_ROLES: Mapping[str, str] = {role.name: role.guid for role in ROLES.values()}
"""Name -> role definition GUID."""


def grants(held: Any) -> tuple[Grant, ...]:
    """What a caller may do, from the value of the fact `callerPermissions`.

    Args:
        held: the name of a built-in role; a list of names; or an object with any of the lists `actions`,
            `notActions` (both with wildcards) and `roles` (names).

    Raises:
        ArmError: 400 InvalidFact for another shape, an unknown name, or a role whose condition nobody evaluates here.
    """
    if isinstance(held, str):
        return (_role(held),)
    if is_list(held):
        return tuple(_role(str(name)) for name in held)
    if not is_dict(held) or set(held) - {"actions", "notActions", "roles"}:
        raise bad_request(
            "InvalidFact", f"callerPermissions = {held!r}: give the name of a built-in role, a list of names, or an"
            " object with actions, notActions and roles.",
        )  # fmt: skip
    own = Grant(tuple(strings(held.get("actions"))), tuple(strings(held.get("notActions"))))
    return (own, *(_role(name) for name in strings(held.get("roles"))))


def _role(name: str) -> Grant:
    found = next((role for role in ROLES.values() if role.name.lower() == name.lower()), None)
    if found is None:
        close = difflib.get_close_matches(name, ROLES, n=3) or sorted(ROLES)
        raise bad_request(
            "InvalidFact", f"callerPermissions: no built-in role '{name}' is known. Known: {', '.join(close)}."
        )
    permission = as_dict(found.permissions[0] if found.permissions else None)
    if permission.get("condition"):
        raise bad_request(
            "InvalidFact", f"callerPermissions: '{found.name}' has a condition, which is not evaluated here; give the"
            " actions that it leaves.",
        )  # fmt: skip
    return Grant(tuple(strings(permission.get("actions"))), tuple(strings(permission.get("notActions"))))


def _any(patterns: tuple[str, ...], action: str) -> bool:
    return any(_pattern(item).fullmatch(action) for item in patterns)


@functools.cache
def _pattern(wildcards: str) -> re.Pattern[str]:
    return re.compile(re.escape(wildcards).replace(r"/\*/", "/(.*/)?").replace(r"\*", ".*"), re.IGNORECASE)
