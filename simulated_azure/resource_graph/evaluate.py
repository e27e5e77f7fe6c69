"""Runs the steps of a query over rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key

from simulated_azure.arm.json_values import Json, is_dict, is_list
from simulated_azure.resource_graph import aggregates
from simulated_azure.resource_graph.errors import QueryError, unsupported
from simulated_azure.resource_graph.syntax import (
    Call,
    Column,
    Expression,
    Literal,
    Member,
    Named,
    Order,
    Query,
    Star,
    Step,
    Values,
)
from simulated_azure.resource_graph.values import FUNCTIONS, OPERATORS, Value, text

Rows = list[Json]
Tables = Mapping[str, Callable[[], Rows]]


def run(query: Query, tables: Tables) -> Rows:
    """The rows of a query.

    Args:
        query: what to run.
        tables: name in lower case -> what reads it.

    Raises:
        QueryError: a table, function, aggregate or column that does not exist here.
    """
    if query.table not in tables:
        raise unsupported("The table", query.table, list(tables))
    rows = tables[query.table]()
    for step in query.steps:
        rows = _STEPS[step.name](step, rows, tables)
    return rows


def value_of(expression: Expression, row: Json) -> Value:
    """The value of an expression for a row. A column that a row lacks is null, as a missing property is."""
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Column):
        return row.get(expression.name, row.get(expression.name.lower()))
    if isinstance(expression, Member):
        return _member(value_of(expression.base, row), value_of(expression.key, row))
    if isinstance(expression, Values):
        found = [value_of(item, row) for item in expression.items]
        return found[0] if len(found) == 1 and is_list(found[0]) else found
    if isinstance(expression, Star):
        raise QueryError("ParserFailure", "'*' is not a value.", "*")
    return _called(expression, row)


def _called(call: Call, row: Json) -> Value:
    function = OPERATORS.get(call.name) or FUNCTIONS.get(call.name)
    if function is None:
        raise unsupported("The function", call.name, [*FUNCTIONS, *aggregates.NAMES], call.line, call.column)
    arguments = [value_of(item, row) for item in call.arguments]
    try:
        return function(*arguments)
    except (TypeError, ValueError, IndexError, re.error):
        message = f"{call.name}() does not take these {len(arguments)} arguments."
        raise QueryError("ParserFailure", message, call.name, call.line, call.column) from None


def _member(base: Value, key: Value) -> Value:
    if is_dict(base):
        return base.get(str(key))
    if is_list(base) and isinstance(key, int) and -len(base) <= key < len(base):
        return base[key]
    return None


def name_of(item: Named, position: int) -> str:
    """The name of a result column: given, the column's own, the last member, or count_, Column1, ..."""
    if item.name:
        return item.name
    if isinstance(item.value, Column):
        return item.value.name
    if isinstance(item.value, Member):
        return text(item.value.key.value) if isinstance(item.value.key, Literal) else f"Column{position}"
    if isinstance(item.value, Call):
        first = item.value.arguments[0] if item.value.arguments else None
        return f"{item.value.name}_{first.name if isinstance(first, Column) else ''}"
    return f"Column{position}"


def _computed(items: Sequence[Named], row: Json) -> Json:
    return {name_of(item, at): value_of(item.value, row) for at, item in enumerate(items, 1)}


def _where(step: Step, rows: Rows, _tables: Tables) -> Rows:
    return [row for row in rows if value_of(step.items[0].value, row) is True]


def _project(step: Step, rows: Rows, _tables: Tables) -> Rows:
    return [_computed(step.items, row) for row in rows]


def _project_away(step: Step, rows: Rows, _tables: Tables) -> Rows:
    names = {name_of(item, at) for at, item in enumerate(step.items, 1)}
    return [{key: value for key, value in row.items() if key not in names} for row in rows]


def _extend(step: Step, rows: Rows, _tables: Tables) -> Rows:
    found = rows
    for at, item in enumerate(step.items, 1):  # a later column may use an earlier one
        found = [{**row, name_of(item, at): value_of(item.value, row)} for row in found]
    return found


def _distinct(step: Step, rows: Rows, _tables: Tables) -> Rows:
    if isinstance(step.items[0].value, Star):
        return list({text(row): row for row in rows}.values())
    return list({text(row): row for row in _project(step, rows, {})}.values())


def _summarize(step: Step, rows: Rows, _tables: Tables) -> Rows:
    groups: dict[str, tuple[Json, Rows]] = {}
    for row in rows:
        key = _computed(step.by, row)
        groups.setdefault(text(key), (key, []))[1].append(row)
    if not step.by and not groups:
        groups[""] = ({}, [])
    return [
        {
            **key,
            **{name_of(item, at): aggregates.of(item.value, held, value_of) for at, item in enumerate(step.items, 1)},
        }
        for key, held in groups.values()
    ]


def _order(step: Step, rows: Rows, _tables: Tables) -> Rows:
    return sorted(rows, key=cmp_to_key(lambda a, b: _compare(step.order, a, b)))


def _compare(keys: Sequence[Order], left: Json, right: Json) -> int:
    """Nulls come first in ascending order, last in descending order (Kusto query language, sort operator)."""
    for key in keys:
        a, b = value_of(key.value, left), value_of(key.value, right)
        if a == b:
            continue
        lower = a is None or (b is not None and OPERATORS["<"](a, b))
        return -1 if lower == key.ascending else 1
    return 0


def _top(step: Step, rows: Rows, tables: Tables) -> Rows:
    return _order(step, rows, tables)[: step.number]


def _take(step: Step, rows: Rows, _tables: Tables) -> Rows:
    return rows[: step.number]


def _count(_step: Step, rows: Rows, _tables: Tables) -> Rows:
    return [{"Count": len(rows)}]


def _mv_expand(step: Step, rows: Rows, _tables: Tables) -> Rows:
    name, value = name_of(step.items[0], 1), step.items[0].value
    found: Rows = []
    for row in rows:
        items = value_of(value, row)
        found += [{**row, name: item} for item in (items if is_list(items) and items else [None])]
    return found


def _join(step: Step, rows: Rows, tables: Tables) -> Rows:
    right = run(step.query, tables) if step.query else []
    names = [name_of(item, at) for at, item in enumerate(step.items, 1)]
    index: dict[str, Rows] = {}
    for row in right:
        index.setdefault(text([row.get(name) for name in names]), []).append(row)
    shared = sorted({key for row in right for key in row})
    seen: set[str] = set()
    found: Rows = []
    for row in rows:
        key = text([row.get(name) for name in names])
        matches = index.get(key, [])
        if step.kind == "innerunique" and key in seen:
            continue
        seen.add(key)
        if step.kind == "leftouter" and not matches:
            found.append({**row, **{_beside(name, row): None for name in shared}})
        else:
            found += [{**row, **{_beside(name, row): other.get(name) for name in shared}} for other in matches]
    return found


def _beside(name: str, row: Json) -> str:
    """A column of the right side that the left one has too gets a 1 behind its name."""
    return f"{name}1" if name in row else name


def _union(step: Step, rows: Rows, tables: Tables) -> Rows:
    return [*rows, *(run(step.query, tables) if step.query else [])]


_STEPS: Mapping[str, Callable[[Step, Rows, Tables], Rows]] = {
    "where": _where, "project": _project, "project-away": _project_away, "extend": _extend, "distinct": _distinct,
    "summarize": _summarize, "order": _order, "top": _top, "take": _take, "count": _count, "mv-expand": _mv_expand,
    "join": _join, "union": _union,
}  # fmt: skip
