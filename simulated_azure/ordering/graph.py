"""Directed acyclic graphs of writes: who waits for whom, which edges matter, how long the longest chain is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

Edge = tuple[str, str]
"""(what comes first, what waits for it)."""


@dataclass(frozen=True)
class Graph:
    """Writes and what each of them waits for.

    Args:
        before: write -> the writes that it waits for directly. Names that are no key are left out of account.
    """

    before: Mapping[str, frozenset[str]]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every write after all that it waits for; otherwise in the order of the mapping.

        Raises:
            ValueError: some writes wait for each other.
        """
        done: dict[str, None] = {}
        waiting: set[str] = set()
        for start in self.before:
            stack: list[tuple[str, bool]] = [(start, False)]
            while stack:
                node, finished = stack.pop()
                if finished:
                    waiting.discard(node)
                    done.setdefault(node)
                elif node not in done:
                    if node in waiting:
                        raise ValueError(f"{node} waits for itself")
                    waiting.add(node)
                    stack.append((node, True))
                    stack.extend((item, False) for item in self._known(node) if item not in done)
        return tuple(done)

    @cached_property
    def ancestors(self) -> Mapping[str, AbstractSet[str]]:
        """Write -> everything that exists before it."""
        found: dict[str, set[str]] = {}
        for node in self.order:
            found[node] = set()
            for item in self._known(node):
                found[node] |= {item, *found[item]}
        return found

    def descendants(self, node: str) -> set[str]:
        """Everything that waits for a write, through any number of steps."""
        return {other for other, before in self.ancestors.items() if node in before}

    def edges(self) -> Iterator[Edge]:
        """Every direct dependency."""
        for node in self.before:
            for item in self._known(node):
                yield item, node

    def reduced(self) -> set[Edge]:
        """The edges that survive transitive reduction: no other path leads from one end to the other."""
        return {
            (first, then)
            for first, then in self.edges()
            if not any(first in self.ancestors[other] for other in self._known(then) if other != first)
        }

    def without(self, edge: Edge) -> Graph:
        """The same graph less one edge."""
        first, then = edge
        return Graph({**self.before, then: self.before[then] - {first}})

    def ordered(self, one: str, other: str) -> bool:
        """Whether one of two writes waits for the other."""
        return one in self.ancestors[other] or other in self.ancestors[one]

    def finish_times(self, duration: Callable[[str], float]) -> dict[str, float]:
        """Write -> when it is over if each starts as soon as it may."""
        ends: dict[str, float] = {}
        for node in self.order:
            ends[node] = max((ends[item] for item in self._known(node)), default=0.0) + duration(node)
        return ends

    def tails(self, duration: Callable[[str], float]) -> dict[str, float]:
        """Write -> how long the longest chain behind it takes, itself left out."""
        found: dict[str, float] = dict.fromkeys(self.order, 0.0)
        for node in reversed(self.order):
            for item in self._known(node):
                found[item] = max(found[item], duration(node) + found[node])
        return found

    def critical_path(self, duration: Callable[[str], float]) -> list[str]:
        """The chain that takes longest, first write first."""
        ends = self.finish_times(duration)
        path: list[str] = []
        candidates: Iterable[str] = ends
        while candidates:
            node = max(candidates, key=lambda item: ends[item])
            path.append(node)
            candidates = list(self._known(node))
        return path[::-1]

    def _known(self, node: str) -> Iterator[str]:
        return (item for item in sorted(self.before[node]) if item in self.before)
