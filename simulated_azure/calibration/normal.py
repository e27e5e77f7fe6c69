"""Values that differ between any two runs, made equal: GUIDs, times, ETags, generated addresses of operations."""

import re
from typing import Any

from simulated_azure.arm.json_values import is_dict, is_list

_PATTERNS = (
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE), "<guid>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)"), "<time>"),
    (re.compile(r'^(?:W/)?"[^"]*"$'), "<etag>"),
    (re.compile(r"\b[0-9a-f]{32}\b", re.IGNORECASE), "<hex>"),
)
_BY_NAME = {"etag": "<etag>", "requestid": "<id>", "clientrequestid": "<id>"}


def normal(value: Any, key: str = "") -> Any:
    """A JSON value with everything replaced that no two runs share. Ids are compared without regard to case."""
    if is_dict(value):
        return {normal(name): normal(item, name) for name, item in value.items()}
    if is_list(value):
        return [normal(item, key) for item in value]
    if not isinstance(value, str):
        return value
    if key.lower() in _BY_NAME:
        return _BY_NAME[key.lower()]
    for pattern, name in _PATTERNS:
        value = pattern.sub(name, value)
    return value.lower() if value.startswith("/") else value
