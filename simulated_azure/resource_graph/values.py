"""Values and functions of expressions. Null is None; dynamic values are JSON."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from simulated_azure.arm.json_values import is_dict, is_list

Value = Any


def text(value: Value) -> str:
    """`tostring`: null is empty, dynamic values are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_dict(value) or is_list(value):
        return json.dumps(value, separators=(",", ":"))
    return str(value)


def _low(value: Value) -> str:
    return text(value).lower()


def _has(value: Value, term: Value) -> bool:
    """Whether a term occurs as a whole word, which is what `has` means (Kusto query language, string operators)."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(_low(term))}(?![A-Za-z0-9])", _low(value)) is not None


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) != isinstance(right, bool):
        return _low(left) == _low(right) and left is not None and right is not None
    return left is not None and left == right


def _number(value: Value) -> float | int | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    try:
        found = float(text(value))
    except ValueError:
        return None
    return int(found) if found.is_integer() else found


def _compared(test: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    def compare(left: Value, right: Value) -> bool:
        numbers = _number(left), _number(right)
        if None not in numbers:
            return test(*numbers)
        return left is not None and right is not None and test(text(left), text(right))

    return compare


def _arithmetic(apply: Callable[[Any, Any], Any]) -> Callable[[Value, Value], Value]:
    def compute(left: Value, right: Value) -> Value:
        numbers = _number(left), _number(right)
        if None in numbers:
            return None
        try:
            return apply(*numbers)
        except ZeroDivisionError:
            return None

    return compute


def _divided(left: Any, right: Any) -> Any:
    found = left / right
    return math.floor(found) if isinstance(left, int) and isinstance(right, int) else found


def _boolean(value: Value) -> Value:
    if isinstance(value, bool) or value is None:
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(_low(value))


def _split(value: Value, by: Value, *index: Value) -> Value:
    parts = text(value).split(text(by))
    if not index:
        return parts
    return parts[index[0] : index[0] + 1]


def _parse(value: Value) -> Value:
    try:
        return json.loads(text(value))
    except ValueError:
        return value


def _extract(pattern: Value, group: Value, value: Value) -> str:
    found = re.search(text(pattern), text(value))
    return (found[int(group)] or "") if found else ""


def _case(*arguments: Value) -> Value:
    for at in range(0, len(arguments) - 1, 2):
        if arguments[at] is True:
            return arguments[at + 1]
    return arguments[-1]


def _whole(value: Value) -> Value:
    found = _number(value)
    return None if found is None else int(found)


def _coalesce(*arguments: Value) -> Value:
    return next((item for item in arguments if item is not None and item != ""), None)


def _joined(*arguments: Value) -> str:
    return "".join(text(item) for item in arguments)


def _packed(*arguments: Value) -> Value:
    return list(arguments)


def _substring(value: Value, start: Value, *length: Value) -> str:
    end = None if not length else int(start) + int(length[0])
    return text(value)[int(start) : end]


OPERATORS: Mapping[str, Callable[[Value, Value], Value]] = {
    "and": lambda a, b: a is True and b is True,
    "or": lambda a, b: a is True or b is True,
    "==": _equal,
    "!=": lambda a, b: not _equal(a, b),
    "=~": lambda a, b: _low(a) == _low(b),
    "!~": lambda a, b: _low(a) != _low(b),
    "<": _compared(lambda a, b: a < b),
    "<=": _compared(lambda a, b: a <= b),
    ">": _compared(lambda a, b: a > b),
    ">=": _compared(lambda a, b: a >= b),
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _arithmetic(_divided),
    "%": _arithmetic(lambda a, b: a % b),
    "has": _has,
    "!has": lambda a, b: not _has(a, b),
    "contains": lambda a, b: _low(b) in _low(a),
    "!contains": lambda a, b: _low(b) not in _low(a),
    "contains_cs": lambda a, b: text(b) in text(a),
    "startswith": lambda a, b: _low(a).startswith(_low(b)),
    "!startswith": lambda a, b: not _low(a).startswith(_low(b)),
    "endswith": lambda a, b: _low(a).endswith(_low(b)),
    "!endswith": lambda a, b: not _low(a).endswith(_low(b)),
    "in": lambda a, b: any(_equal(a, item) for item in b),
    "!in": lambda a, b: not any(_equal(a, item) for item in b),
    "in~": lambda a, b: _low(a) in [_low(item) for item in b],
    "!in~": lambda a, b: _low(a) not in [_low(item) for item in b],
}
_OF_ONE: Mapping[str, Callable[[Value], Value]] = {
    "not": lambda a: not a if isinstance(a, bool) else None,
    "tostring": text,
    "tolower": _low,
    "toupper": lambda a: text(a).upper(),
    "tobool": _boolean,
    "toint": _whole,
    "tolong": _whole,
    "todouble": _number,
    "isempty": lambda a: text(a) == "",
    "isnotempty": lambda a: text(a) != "",
    "isnull": lambda a: a is None,
    "isnotnull": lambda a: a is not None,
    "array_length": lambda a: len(a) if is_list(a) else None,
    "bag_keys": lambda a: list(a) if is_dict(a) else None,
    "strlen": lambda a: len(text(a)),
    "parse_json": _parse,
    "todynamic": _parse,
}
_OF_TWO: Mapping[str, Callable[[Value, Value], Value]] = {
    "trim": lambda a, b: re.sub(rf"^(?:{text(a)})+|(?:{text(a)})+$", "", text(b)),
    "array_index_of": lambda a, b: a.index(b) if is_list(a) and b in a else -1,
}
_OF_THREE: Mapping[str, Callable[[Value, Value, Value], Value]] = {
    "iff": lambda a, b, c: b if a is True else c,
    "iif": lambda a, b, c: b if a is True else c,
    "replace_string": lambda a, b, c: text(a).replace(text(b), text(c)),
    "extract": _extract,
}
FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    **_OF_ONE, **_OF_TWO, **_OF_THREE,
    "case": _case, "coalesce": _coalesce, "strcat": _joined, "split": _split, "substring": _substring,
    "pack_array": _packed,
}  # fmt: skip
