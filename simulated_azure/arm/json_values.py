"""JSON as Python sees it, with type guards, so that `Any` does not spread."""

from typing import Any, TypeGuard

Json = dict[str, Any]


def is_dict(value: Any) -> TypeGuard[Json]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def as_dict(value: Any) -> Json:
    """The value when it is an object, else an empty one."""
    return value if is_dict(value) else {}


def dicts(value: Any) -> list[Json]:
    """The objects in an array; nothing for any other value."""
    return [item for item in value if is_dict(item)] if is_list(value) else []


def strings(value: Any) -> list[str]:
    """The strings in an array; nothing for any other value."""
    return [item for item in value if isinstance(item, str)] if is_list(value) else []


def sub_id(value: Any) -> str:
    """The id in a `{"id": ...}` reference; an empty string when there is none."""
    return str(as_dict(value).get("id") or "")
