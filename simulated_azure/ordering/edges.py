"""Edge by edge: does anything notice when one ordering dependency of a program is missing?

An edge is an ordering edge when no request needs what the other one made; it counts when it survives transitive
reduction. One that nothing notices is superfluous, or a rule of Azure is missing in the simulator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from simulated_azure.ordering.graph import Edge, Graph
from simulated_azure.ordering.needs import needed
from simulated_azure.ordering.schedule import RefusedError, Trial, delete_in_order, run_at_once, run_in_order
from simulated_azure.ordering.writes import Write, graph_of, overlaps


@dataclass(frozen=True)
class Verdict:
    """What noticed the absence of an edge: check -> what it said. `kind` is depends_on or property."""

    edge: Edge
    kind: str
    noticed: dict[str, str]


@dataclass(frozen=True)
class Program:
    """A deployment whose order is judged."""

    writes: Sequence[Write]
    graph: Graph
    needs: Graph

    @classmethod
    def of(cls, writes: Sequence[Write]) -> Program:
        """The program of these writes."""
        return cls(writes, graph_of(writes), needed(writes))

    def ordering_edges(self) -> list[Edge]:
        """Edges that survive transitive reduction and that no data forces."""
        return sorted(edge for edge in self.graph.reduced() if edge[0] not in self.needs.ancestors[edge[1]])

    def kind(self, edge: Edge) -> str:
        """How the program declares an edge."""
        by_name = {write.name: write for write in self.writes}
        return "depends_on" if edge[0] in by_name[edge[1]].declared else "property"

    def named(self, names: Sequence[str]) -> list[Write]:
        """The writes of these names, in this order."""
        by_name = {write.name: write for write in self.writes}
        return [by_name[name] for name in names]

    def judge(self, edge: Edge) -> Verdict:
        """Take one edge away and try everything that may notice."""
        graph, noticed = self.graph.without(edge), dict[str, str]()
        for name, check in CHECKS.items():
            found = next(check(self, graph, edge), None)
            if found is not None:
                noticed[name] = found
        return Verdict(edge, self.kind(edge), noticed)


def _overlap(program: Program, graph: Graph, edge: Edge) -> Iterator[str]:
    """Two writes under one serialising parent are no longer ordered."""
    del edge
    yield from map(str, overlaps(program.writes, graph))


def _at_once(program: Program, graph: Graph, edge: Edge) -> Iterator[str]:
    """64 writes at once with published durations."""
    del edge
    yield from run_at_once(program.writes, graph).refused


def _too_early(program: Program, graph: Graph, edge: Edge) -> Iterator[str]:
    """Every order in which the second write comes before the first, or right after what it still waits for."""
    first, then = edge
    late = graph.descendants(first) | {first}
    orders = [[*(name for name in graph.order if name not in late), first]]
    orders[0] += [name for name in graph.order if name in late and name != first]
    others = sorted(graph.before[then] & set(graph.before))
    orders += [[*_ending_in(graph, graph.ancestors[then], last), then] for last in others]
    for order in orders:
        refused = _refusal(lambda order=order: run_in_order(program.named(order)))
        if refused:
            yield refused


def _ending_in(graph: Graph, names: AbstractSet[str], last: str) -> list[str]:
    """Some writes in a valid order, with one of them as late as it can be."""
    behind = graph.descendants(last) | {last}
    early = [name for name in graph.order if name in names and name not in behind]
    return early + [name for name in graph.order if name in names and name in behind]


def _deleted_too_early(program: Program, graph: Graph, edge: Edge) -> Iterator[str]:
    """The first write is deleted while the second, which waited for it, is still there."""
    first, _ = edge
    behind = graph.descendants(first)
    order = [name for name in reversed(graph.order) if name in behind] + [first]
    order += [name for name in reversed(graph.order) if name not in behind and name != first]

    def tear_down() -> None:
        trial = run_in_order(program.named(program.graph.order))
        delete_in_order(trial, program.named(order))
        _must_be_empty(trial)

    refused = _refusal(tear_down)
    if refused:
        yield refused


def _must_be_empty(trial: Trial) -> None:
    left = [str(item["id"]) for item in trial.content()]
    if left:
        raise LeftoverError(f"left after everything was deleted: {', '.join(left)}")


class LeftoverError(Exception):
    """Something exists although everything was deleted."""


def _refusal(run: Callable[[], object]) -> str:
    try:
        run()
    except (RefusedError, LeftoverError) as error:
        return str(error)
    return ""


CHECKS: dict[str, Callable[[Program, Graph, Edge], Iterator[str]]] = {
    "writes under one parent are ordered": _overlap,
    "64 writes at once": _at_once,
    "too early": _too_early,
    "deleted too early": _deleted_too_early,
}
"""What may notice a missing edge: name -> check. A check yields what it noticed."""
