"""Which dependencies Azure itself would force, because one request needs what another one made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from simulated_azure.arm.ids import looks_like_id
from simulated_azure.arm.json_values import is_dict, is_list
from simulated_azure.arm.world import references
from simulated_azure.ordering.graph import Graph
from simulated_azure.ordering.writes import Write, graph_of

# What a server makes up: GUIDs, URLs, addresses. Other strings are equal by chance (states, tiers, regions).
_MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?://.*|\d{1,3}(\.\d{1,3}){3}")


def needed(writes: Sequence[Write]) -> Graph:
    """What each write needs of the others, whatever else the program declares.

    A write needs: the resource that contains it (parent, scope, resource group), each resource whose id its body
    holds, and each resource whose server-made values (principal ids, URLs, addresses) its body or its id holds. Such a
    value reached the program as an output, so only what the program waits for is looked at: the first that told it.
    """
    by_key = {write.id.key: write.name for write in writes}
    graph = graph_of(writes)
    told = {write.name: _made_up(write) for write in writes}
    before: dict[str, frozenset[str]] = {}
    for write in writes:
        ids = {*write.id.ancestor_keys, *references(write.body)}
        found = {by_key[key] for key in _with_ancestors(ids) if key in by_key}
        wanted = {*_strings(write.body), *write.id.key.split("/")}
        for earlier in graph.order:
            if earlier in graph.ancestors[write.name] and told[earlier] & wanted:
                found.add(earlier)
                wanted -= told[earlier]
        before[write.name] = frozenset(found - {write.name})
    return Graph(before)


def _with_ancestors(keys: set[str]) -> Iterator[str]:
    """The ids and what contains them: the id of a subnet needs the network, too."""
    for key in keys:
        parts = key.split("/")
        yield from ("/".join(parts[:length]) for length in range(len(parts), 4, -2))


def _made_up(write: Write) -> set[str]:
    """Values that only the answer to a write tells."""
    said = {*_strings(write.body), *write.id.key.split("/")}
    return {text for text in _strings(write.outputs) if _MADE_UP.fullmatch(text) and text not in said}


def _strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value that is no id, keys included, in lower case."""
    waiting: list[Any] = [value]
    while waiting:
        current = waiting.pop()
        if is_dict(current):
            waiting.extend(current.keys())
            waiting.extend(current.values())
        elif is_list(current):
            waiting.extend(current)
        elif isinstance(current, str) and not looks_like_id(current):
            yield current.lower()
