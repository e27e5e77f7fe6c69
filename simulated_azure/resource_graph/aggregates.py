"""The aggregate functions of `summarize`."""

from collections.abc import Callable, Mapping

from simulated_azure.arm.json_values import Json
from simulated_azure.resource_graph.errors import QueryError, unsupported
from simulated_azure.resource_graph.syntax import Call, Expression
from simulated_azure.resource_graph.values import Value, text

Evaluate = Callable[[Expression, Json], Value]


def _numbers(values: list[Value]) -> list[float]:
    return [item for item in values if isinstance(item, int | float) and not isinstance(item, bool)]


def _unique(values: list[Value]) -> list[Value]:
    return list({text(item): item for item in values if item is not None}.values())


_OF_VALUES: Mapping[str, Callable[[list[Value]], Value]] = {
    "countif": lambda values: sum(item is True for item in values),
    "dcount": lambda values: len(_unique(values)),
    "make_set": _unique,
    "make_list": lambda values: [item for item in values if item is not None],
    "sum": lambda values: sum(_numbers(values)),
    "avg": lambda values: sum(_numbers(values)) / len(_numbers(values)) if _numbers(values) else None,
    "min": lambda values: min(_numbers(values), default=None),
    "max": lambda values: max(_numbers(values), default=None),
    "any": lambda values: next((item for item in values if item is not None), None),
    "take_any": lambda values: next((item for item in values if item is not None), None),
}
NAMES = ("count", *_OF_VALUES)


def of(expression: Expression, rows: list[Json], evaluate: Evaluate) -> Value:
    """The value of an aggregate over the rows of a group.

    Raises:
        QueryError: the expression is no aggregate that exists here.
    """
    if not isinstance(expression, Call):
        raise QueryError("ParserFailure", "summarize needs an aggregate such as count().", "summarize")
    if expression.name == "count":
        return len(rows)
    function = _OF_VALUES.get(expression.name)
    if function is None:
        raise unsupported("The aggregate", expression.name, list(NAMES), expression.line, expression.column)
    if len(expression.arguments) != 1:
        message = f"{expression.name}() takes one argument."
        raise QueryError("ParserFailure", message, expression.name, expression.line, expression.column)
    return function([evaluate(expression.arguments[0], row) for row in rows])
