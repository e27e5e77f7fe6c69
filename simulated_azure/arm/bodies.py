"""Small pure helpers for JSON bodies."""

import copy
from typing import Any

from simulated_azure.arm.store import Json

Value = Any


def merge(base: Json, over: Json) -> Json:
    """`base` with `over` laid on top: dictionaries are merged, everything else is replaced. Changes `base`."""
    for key, value in over.items():
        present = base.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
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
        elif isinstance(present, dict) and isinstance(value, dict):
            fill(present, value)
    return body


def read_path(body: Json, path: str) -> Value:
    """The value at a dotted path; None when any part is missing."""
    current: Value = body
    for part in path.split("."):
        if not isinstance(current, dict):
            return None
        current = current.get(part)
    return current


def write_path(body: Json, path: str, value: Value) -> None:
    """Set the value at a dotted path; dictionaries on the way are made."""
    *parents, last = path.split(".")
    for part in parents:
        body = body.setdefault(part, {})
    body[last] = value


def drop_path(body: Json, path: str) -> None:
    """Remove the value at a dotted path; `[]` after a name goes into each element of a list."""
    head, _, rest = path.partition(".")
    if head.endswith("[]"):
        items = body.get(head[:-2])
        for item in items if isinstance(items, list) else []:
            drop_path(item, rest)
    elif not rest:
        body.pop(head, None)
    elif isinstance(body.get(head), dict):
        drop_path(body[head], rest)


def same_value(left: Value, right: Value) -> bool:
    """Whether Azure takes two values for equal: strings without regard to case, lists in order."""
    if isinstance(left, str) and isinstance(right, str):
        return left.lower().rstrip("/") == right.lower().rstrip("/")
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same_value(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same_value(left[key], right[key]) for key in left)
    return bool(left == right)


def dicts(value: Value) -> list[Json]:
    """The dictionaries of a list; an empty list for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def sub_id(value: Value) -> str:
    """The id in a `{"id": ...}` reference; an empty string when there is none."""
    return str(value.get("id") or "") if isinstance(value, dict) else ""
