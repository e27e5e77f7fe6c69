"""Graphs and bounds against what they mean, on random examples."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.ordering.bound import one_at_a_time
from simulated_azure.ordering.graph import Graph

LETTERS = "abcdefg"


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Edges only lead from an earlier letter to a later one; the mapping is in random order."""
    size = draw(st.integers(1, len(LETTERS)))
    before = {
        node: frozenset(draw(st.sets(st.sampled_from(LETTERS[:index] or "-"), max_size=3))) - {"-"}
        for index, node in enumerate(LETTERS[:size])
    }
    return Graph({node: before[node] for node in draw(st.permutations(list(before)))})


@given(graphs())
def test_transitive_reduction_keeps_who_waits_for_whom_with_the_fewest_edges(graph: Graph):
    reduced = graph.reduced()
    kept = Graph({node: frozenset(a for a, b in reduced if b == node) for node in graph.before})
    assert kept.ancestors == graph.ancestors
    assert all(kept.without(edge).ancestors != graph.ancestors for edge in reduced)


@given(graphs())
def test_an_order_has_everything_after_what_it_waits_for(graph: Graph):
    place = {node: index for index, node in enumerate(graph.order)}
    assert set(place) == set(graph.before)
    assert all(place[first] < place[then] for first, then in graph.edges())


@given(graphs(), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_the_critical_path_is_as_long_as_the_deployment(graph: Graph, minutes: list[int]):
    duration = dict(zip(LETTERS, minutes, strict=True))
    path = graph.critical_path(lambda node: duration[node])
    ends, tails = graph.finish_times(lambda node: duration[node]), graph.tails(lambda node: duration[node])
    longest = max(ends.values())
    assert sum(duration[node] for node in path) == longest == max(ends[node] + tails[node] for node in ends)
    assert all(set(path[:index]) <= graph.ancestors[node] for index, node in enumerate(path))


def test_a_circle_is_refused():
    with pytest.raises(ValueError, match="waits for itself"):
        _ = Graph({"a": frozenset("b"), "b": frozenset("a")}).order


JOBS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5), st.integers(0, 9)), min_size=1, max_size=5)


def best_order(jobs: list[tuple[int, int, int]]) -> int:
    """The shortest schedule without interruption, by trying all orders."""

    def length(order: tuple[tuple[int, int, int], ...]) -> int:
        now = end = 0
        for start, duration, tail in order:
            now = max(now, start) + duration
            end = max(end, now + tail)
        return end

    return min(map(length, itertools.permutations(jobs)))


@given(JOBS)
def test_the_bound_is_never_above_the_best_order(jobs: list[tuple[int, int, int]]):
    bound = one_at_a_time(jobs)
    assert bound <= best_order(jobs) + 1e-6
    heads, tails = min(start for start, _, _ in jobs), min(tail for _, _, tail in jobs)
    assert bound >= heads + sum(duration for _, duration, _ in jobs) + tails - 1e-6
