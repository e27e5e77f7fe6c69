"""What Microsoft publishes about requests on each type: API versions, statuses of success, whether a client polls.

The table is made by `simulated_azure.catalogue.published` from the azure-mgmt clients and the azure-native SDK, which
are generated from the REST specifications. A type without a row is answered as the RPC contract of Azure Resource
Manager says (Azure/azure-resource-manager-rpc, v1.0/resource-api-reference.md).
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("published.csv")
METHODS = ("PUT", "PATCH", "DELETE", "HEAD")
_RECORDS = "microsoft.network/privatednszones/"
COLUMNS = ("type", "api_versions", *(method.lower() for method in METHODS))


@dataclass(frozen=True)
class Answers:
    """How one method on one type is answered.

    Args:
        statuses: those that the client takes for success.
        polls: whether the client follows an operation.
        tags_only: whether a PATCH takes nothing but tags.
    """

    statuses: tuple[int, ...]
    polls: bool
    tags_only: bool = False


@dataclass(frozen=True)
class Published:
    """A row of the table. `type` is spelled as in the specification; `answers` lacks methods that no client has."""

    type: str
    versions: frozenset[str]
    answers: Mapping[str, Answers]


@functools.cache
def table() -> Mapping[str, Published]:
    """Every row, by type in lower case."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [_row(row) for row in csv.DictReader(lines)]
    return {row.type.lower(): row for row in rows}


def published(type_key: str) -> Published | None:
    """The row of a type (in lower case); None when nothing is published about it here."""
    found = table().get(type_key)
    if found is None and type_key.startswith(_RECORDS):
        return table().get(f"{_RECORDS}{{recordtype}}")
    return found


def _row(row: Mapping[str, str]) -> Published:
    answers = {method: _answers(row[method.lower()]) for method in METHODS if row[method.lower()]}
    return Published(row["type"], frozenset(row["api_versions"].split()), answers)


def _answers(cell: str) -> Answers:
    words = cell.split()
    return Answers(tuple(int(word) for word in words if word.isdigit()), "polls" in words, "tags" in words)
