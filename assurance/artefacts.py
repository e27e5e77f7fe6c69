"""Typed looks into JSON that other programs wrote: what is missing or of another kind is empty."""

from collections.abc import Mapping, Sequence
from typing import Any, cast


def mapping(value: Any) -> Mapping[str, Any]:
    """The value as an object, empty if it is none."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def items(value: Any) -> Sequence[Any]:
    """The value as a list, empty if it is none."""
    return cast("Sequence[Any]", value) if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value as a text, empty if it is none."""
    return value if isinstance(value, str) else ""
