"""Small pure helpers for JSON bodies."""

import copy
from typing import Any

from simulated_azure.arm.json_values import Json, is_dict, is_list

Value = Any


def merge(base: Json, over: Json) -> Json:
    """`base` with `over` laid on top: dictionaries are merged, everything else is replaced. Changes `base`."""
    for key, value in over.items():
        present = base.get(key)
        if is_dict(present) and is_dict(value):
            merge(present, value)
        else:
            base[key] = copy.deepcopy(value)
    return base


def fill(body: Json, defaults: Json) -> Json:
    """`body` with `defaults` where it says nothing (None counts as nothing). Changes `body`."""
    for key, value in defaults.items():
        present = body.get(key)
        if present is None:
            body[key] = copy.deepcopy(value)
        elif is_dict(present) and is_dict(value):
            fill(present, value)
    return body


def read_path(body: Json, path: str) -> Value:
    """The value at a dotted path, numbers being places in a list; None when any part is missing."""
    current: Value = body
    for part in path.split("."):
        if is_list(current) and part.isdigit():
            current = current[int(part)] if int(part) < len(current) else None
        elif is_dict(current):
            current = current.get(part)
        else:
            return None
    return current


def read_all(body: Value, path: str) -> list[Value]:
    """Every value at a dotted path; `[]` after a name goes into each element of a list, or each key of an object."""
    head, _, rest = path.partition(".")
    value = body.get(head.removesuffix("[]")) if is_dict(body) else None
    found = list(value) if head.endswith("[]") and (is_list(value) or is_dict(value)) else [value]
    return [item for each in found for item in read_all(each, rest)] if rest else [item for item in found if item]


def write_path(body: Json, path: str, value: Value) -> None:
    """Set the value at a dotted path; dictionaries on the way are made, places in lists have to exist."""
    *parents, last = path.split(".")
    current: Value = body
    for part in parents:
        current = current[int(part)] if is_list(current) else current.setdefault(part, {})
    current[last] = value


def drop_path(body: Json, path: str) -> None:
    """Remove the value at a dotted path; `[]` after a name goes into each element of a list."""
    head, _, rest = path.partition(".")
    if head.endswith("[]"):
        items = body.get(head[:-2])
        for item in items if is_list(items) else []:
            drop_path(item, rest)
    elif not rest:
        body.pop(head, None)
    elif is_dict(body.get(head)):
        drop_path(body[head], rest)


def same_value(left: Value, right: Value) -> bool:
    """Whether Azure takes two values for equal: strings without regard to case, lists in order."""
    if isinstance(left, str) and isinstance(right, str):
        return left.lower().rstrip("/") == right.lower().rstrip("/")
    if is_list(left) and is_list(right):
        return len(left) == len(right) and all(same_value(a, b) for a, b in zip(left, right, strict=True))
    if is_dict(left) and is_dict(right):
        return left.keys() == right.keys() and all(same_value(left[key], right[key]) for key in left)
    return bool(left == right)
