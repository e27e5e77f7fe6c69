"""The query language over rows of our own, against Python's own answers."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulated_azure.resource_graph.errors import QueryError
from simulated_azure.resource_graph.evaluate import run
from simulated_azure.resource_graph.parser import parse

ROWS: list[dict[str, Any]] = [
    {"id": "/a/One", "name": "One", "size": 3, "tags": {"team": "ai"}, "parts": [1, 2], "on": True, "group": "g1"},
    {"id": "/a/Two", "name": "Two", "size": 10, "tags": None, "parts": [], "on": False, "group": "g1"},
    {"id": "/b/three-four", "name": "three-four", "size": None, "tags": {}, "parts": None, "on": None, "group": "g2"},
]
NUMBERS = st.lists(st.integers(-5, 5), max_size=8)


def ask(query: str, rows: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    return run(parse(query), {"resources": lambda: ROWS if rows is None else rows})


def names(query: str) -> list[str]:
    return [row["name"] for row in ask(query)]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name == 'One'", ["One"]),
        ("name == 'one'", []),
        ("name =~ 'one'", ["One"]),
        ("name !~ 'one'", ["Two", "three-four"]),
        ("name != 'One'", ["Two", "three-four"]),
        ("id contains 'A/O'", ["One"]),
        ("id contains_cs 'A/O'", []),
        ("name has 'four'", ["three-four"]),
        ("name has 'fou'", []),
        ("name !has 'four'", ["One", "Two"]),
        ("name startswith 't' and name endswith 'o'", ["Two"]),
        ("name in ('One', 'Two')", ["One", "Two"]),
        ("name in~ ('one', 'TWO')", ["One", "Two"]),
        ("name !in~ ('one', 'TWO')", ["three-four"]),
        ("name !in ('One')", ["Two", "three-four"]),
        ("size > 3", ["Two"]),
        ("size >= 3 and not(size == 10)", ["One"]),
        ("size + 1 == 4 or size / 3 == 3", ["One", "Two"]),
        ("isnull(size)", ["three-four"]),
        ("tags.team == 'ai'", ["One"]),
        ("tags['team'] == 'ai'", ["One"]),
        ("isempty(tostring(tags.team))", ["Two", "three-four"]),
        ("parts[0] == 1", ["One"]),
        ("parts[9] == 1", []),
        ("array_length(parts) == 0", ["Two"]),
        ("tobool(on) == true", ["One"]),
        ("on != true", ["Two", "three-four"]),
        ("tolower(name) == 'one' // a comment", ["One"]),
        ("(name == 'One' or name == 'Two') and size < 5", ["One"]),
        ("iff(size > 5, 'big', 'small') == 'big'", ["Two"]),
        ("coalesce(tostring(tags.team), 'none') == 'none'", ["Two", "three-four"]),
        ("split(id, '/')[1] == 'b'", ["three-four"]),
        ("strcat(group, '-', name) == 'g1-One'", ["One"]),
        ("extract('/(b)/', 1, id) == 'b'", ["three-four"]),
        ("case(size == 3, true, size == 10, true, false)", ["One", "Two"]),
        ("name == @'One'", ["One"]),
        ('name == "One"', ["One"]),
    ],
)
def test_conditions(condition: str, expected: list[str]) -> None:
    assert names(f"resources | where {condition}") == expected


def test_a_query_may_begin_with_an_operator() -> None:
    assert names("where size == 3 | project name") == ["One"]


def test_project_extend_and_project_away() -> None:
    [row] = ask(
        "resources | where size == 3 | extend double = size * 2, more = 1 | extend four = double * 2 | project four, n = name, tags.team"
    )
    assert row == {"four": 12, "n": "One", "team": "ai"}
    [row] = ask("resources | where size == 3 | project-away tags, parts, on, id")
    assert row == {"name": "One", "size": 3, "group": "g1"}


def test_summarize() -> None:
    rows = ask("resources | summarize n = count(), big = countif(size > 5), all = make_set(name), sum(size) by group")
    assert rows == [
        {"group": "g1", "n": 2, "big": 1, "all": ["One", "Two"], "sum_size": 13},
        {"group": "g2", "n": 1, "big": 0, "all": ["three-four"], "sum_size": 0},
    ]
    assert ask("resources | where size == 99 | summarize count()") == [{"count_": 0}]
    assert ask("resources | summarize dcount(group), min(size), max(size), avg(size)") == [
        {"dcount_group": 2, "min_size": 3, "max_size": 10, "avg_size": 6.5}
    ]
    assert ask("resources | summarize by group") == [{"group": "g1"}, {"group": "g2"}]


def test_order_top_take_count_distinct() -> None:
    assert names("resources | order by size") == ["Two", "One", "three-four"]
    assert names("resources | sort by size asc") == ["three-four", "One", "Two"]
    assert names("resources | top 1 by size desc") == ["Two"]
    assert names("resources | take 2") == ["One", "Two"]
    assert ask("resources | count") == [{"Count": 3}]
    assert ask("resources | distinct group") == [{"group": "g1"}, {"group": "g2"}]


def test_mv_expand_and_joins() -> None:
    assert [row["part"] for row in ask("resources | mv-expand part = parts")] == [1, 2, None, None]
    right = "(resources | where size == 3 | project group, other = name)"
    assert [row["other"] for row in ask(f"resources | join kind=leftouter {right} on group")] == ["One", "One", None]
    assert [row["name"] for row in ask(f"resources | join kind=inner {right} on group")] == ["One", "Two"]
    assert [row["name"] for row in ask(f"resources | join {right} on group")] == ["One"]
    [row] = ask(f"resources | where size == 10 | join kind=inner {right} on group")
    assert row["group1"] == "g1"
    assert len(ask("resources | union (resources | where size == 3)")) == 4


@pytest.mark.parametrize(
    ("query", "code", "token"),
    [
        ("resources | parse id with * '/x/' name", "InvalidQueryLanguage", "parse"),
        ("resources | join kind=leftanti (resources) on id", "InvalidQueryLanguage", "leftanti"),
        ("resources | where geo_distance(1) == 2", "InvalidQueryLanguage", "geo_distance"),
        ("resources | summarize percentile(size)", "InvalidQueryLanguage", "percentile"),
        ("securityresources | count", "InvalidQueryLanguage", "securityresources"),
        ("resources | where name == 'One", "ParserFailure", "'"),
        ("resources | where name ==", "ParserFailure", ""),
        ("resources | where (name == 'x'", "ParserFailure", ""),
        ("resources | take many", "ParserFailure", "many"),
        ("resources where", "ParserFailure", "where"),
        ("resources | where tolower(name, 2) == 'x'", "ParserFailure", "tolower"),
        ("resources | summarize size", "ParserFailure", "summarize"),
        ("resources | ", "ParserFailure", ""),
        ("| count", "ParserFailure", "|"),
        ("resources | where extract('(', 1, name) == 'x'", "ParserFailure", "extract"),
        ("resources | where " + "(" * 500 + "true" + ")" * 500, "ParserFailure", "("),
    ],
)
def test_what_is_not_known_is_refused_by_name(query: str, code: str, token: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(query)
    detail = caught.value.body()["error"]["details"][1]
    assert (detail["code"], detail["token"]) == (code, token)
    assert token in detail["message"] or not token


def test_errors_say_where() -> None:
    with pytest.raises(QueryError) as caught:
        ask("resources\n| where name == 'One'\n| explode x")
    detail = caught.value.details[1]
    assert (detail["line"], detail["characterPositionInLine"], detail["token"]) == (3, 2, "explode")


@given(NUMBERS)
def test_order_is_sorted(numbers: list[int]) -> None:
    rows = [{"n": number} for number in numbers]
    assert [row["n"] for row in ask("resources | order by n asc", rows)] == sorted(numbers)
    assert [row["n"] for row in ask("resources | top 3 by n", rows)] == sorted(numbers, reverse=True)[:3]


@given(NUMBERS, st.integers(-5, 5))
def test_where_is_a_filter_and_counts_add_up(numbers: list[int], limit: int) -> None:
    rows = [{"n": number} for number in numbers]
    kept = ask(f"resources | where n < ({limit})", rows)
    assert [row["n"] for row in kept] == [number for number in numbers if number < limit]
    groups = ask("resources | summarize c = count() by n", rows)
    assert {row["n"]: row["c"] for row in groups} == {number: numbers.count(number) for number in numbers}


@given(st.text(max_size=30))
def test_any_text_is_answered_or_refused(text: str) -> None:
    with contextlib.suppress(QueryError):
        assert isinstance(ask(text), list)
