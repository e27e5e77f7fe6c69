"""How long a deployment takes with modelled durations, and how much of that no order could save.

The lower bound knows nothing of the program's order. It takes what each request needs of the others, and that the
writes under one serialising parent run one after the other in *some* order: for each parent the best preemptive
schedule of its writes between the longest chain before them and the longest chain behind them (Jackson 1955; Carlier
and Pinson 1989 use it for the job shop). No schedule that Azure accepts is shorter than any of these.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from simulated_azure.ordering.needs import needed
from simulated_azure.ordering.writes import Write, graph_of


@dataclass(frozen=True)
class Time:
    """Modelled minutes of a deployment.

    `path` is the chain of writes that takes longest, with the minute at which each is over. `bound` is the lower
    bound, `because` what it comes from: a serialising parent, or the longest chain of needs.
    """

    minutes: float
    path: list[tuple[str, float]]
    bound: float
    because: str

    @property
    def ratio(self) -> float:
        """How many times as long as the bound the deployment takes."""
        return self.minutes / self.bound


def time_of(writes: Sequence[Write]) -> Time:
    """The time of a deployment and its bound."""
    minutes = {write.name: write.minutes for write in writes}
    graph = graph_of(writes)
    ends = graph.finish_times(minutes.__getitem__)
    path = [(name, ends[name]) for name in graph.critical_path(minutes.__getitem__)]
    needs = needed(writes)
    heads = {name: end - minutes[name] for name, end in needs.finish_times(minutes.__getitem__).items()}
    tails = needs.tails(minutes.__getitem__)
    bounds = {"the longest chain of needs": max(heads[name] + minutes[name] + tails[name] for name in heads)}
    for parent, held in _by_parent(writes).items():
        bounds[parent] = one_at_a_time([(heads[name], minutes[name], tails[name]) for name in held])
    because = max(bounds, key=lambda item: bounds[item])
    return Time(max(ends.values()), path, bounds[because], because)


def _by_parent(writes: Sequence[Write]) -> dict[str, list[str]]:
    """What no two writes may hold at once -> the writes that hold it."""
    found: dict[str, list[str]] = {}
    for write in writes:
        for parent in sorted(write.takes & write.wants):
            found.setdefault(parent, []).append(write.name)
    return found


def one_at_a_time(jobs: Sequence[tuple[float, float, float]]) -> float:
    """The least time for jobs of which only one runs at a time and any may be interrupted.

    Args:
        jobs: (earliest start, duration, time that has to pass after the end) of each.
    """
    waiting = sorted(jobs)
    ready: list[tuple[float, float]] = []  # (-tail, what is left)
    now, least = 0.0, 0.0
    while waiting or ready:
        if not ready:
            now = max(now, waiting[0][0])
        while waiting and waiting[0][0] <= now:
            _, duration, tail = waiting.pop(0)
            heapq.heappush(ready, (-tail, duration))
        tail, left = heapq.heappop(ready)
        until = min(now + left, waiting[0][0]) if waiting else now + left
        left -= until - now
        now = until
        if left > 1e-9:
            heapq.heappush(ready, (tail, left))
        else:
            least = max(least, now - tail)
    return least
