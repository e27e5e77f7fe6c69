"""Fixes: what a rule changes in a resource before it is deployed, when the stack asks for it (level `remediate`).

A fix works on the engine's own JSON and touches nothing but the paths it names, so secrets stay secret and what is not
known yet stays unknown.
"""

import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias, Union, cast

from ai_policies.kit import tokens
from ai_policies.kit.findings import Finding, Violated
from ai_policies.kit.resource import Resource
from ai_policies.kit.values import ABSENT, SECRET, SIGNATURE_KEY, UNKNOWN, Value, plain
from ai_policies.kit.view import contains_unknown, same, show

_STEP = re.compile(r"[^.\[\]]+")
_Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """Set the property at `path` to `value`; `ABSENT` removes it.

    The path is the SDK's, in camel case; `[2]` is an element of a list, the index after the last one appends.
    """

    path: str
    value: Value


Fix: TypeAlias = Union[Mapping[str, Value], Callable[[Resource], Iterable[Edit]]]  # noqa: UP007 - Value is a string
"""How a rule fixes a resource: paths and the values they get, or a pure function that says what to edit.

Of the paths in a mapping only those are set that the check found wrong: a stricter value that somebody chose stays. A
function sees the resource as the check does and must itself leave alone what is right.
"""


@dataclass(frozen=True)
class Fixed:
    """What a fix did: the resource's new properties, and a sentence for each property that changed."""

    properties: Mapping[str, Any]
    changes: Sequence[str]


def fix(rule_fix: Fix, resource: Resource, findings: Iterable[Finding], properties: Mapping[str, Any]) -> Fixed | None:
    """Apply a rule's fix to a resource that violates the rule.

    Args:
        rule_fix: the rule's fix.
        resource: the resource as the rule judged it.
        findings: what the rule found.
        properties: the resource's properties as the engine sent them (JSON with the engine's marks).

    Returns:
        The new properties, None when nothing had to change or could: nothing is written over a value that is unknown.
    """
    changed = copy.deepcopy(dict(properties))
    changes: list[str] = []
    edits = list(rule_fix(resource) if callable(rule_fix) else _wanted(rule_fix, resource, findings))
    # Elements are removed from the end of a list, so that the indices of the others stay true.
    removals = [edit for edit in reversed(edits) if edit.value is ABSENT]
    for edit in [*(edit for edit in edits if edit.value is not ABSENT), *removals]:
        path = resource.path_of(edit.path)
        change = None if contains_unknown(edit.value) else _apply(changed, path, edit.value, resource.token)
        if change:
            changes.append(f"`{path}` {change}")
    return Fixed(changed, changes) if changes else None


def _wanted(values: Mapping[str, Value], resource: Resource, findings: Iterable[Finding]) -> Iterable[Edit]:
    wrong = [finding.path for finding in findings if isinstance(finding, Violated)]
    for path, value in values.items():
        written = resource.path_of(path)
        if any(_within(written, found) or _within(found, written) for found in wrong):
            yield Edit(path, plain(value))


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}["))


def _apply(properties: _Json, path: str, value: Value, token: str) -> str:
    """Edit in place; returns what was done, empty when nothing was."""
    steps: list[str | int] = [int(step) if step.isdigit() else step for step in _STEP.findall(path)]
    spot: Any = properties
    loose = token == tokens.GENERIC
    for step, following in pairwise(steps):
        empty: Any = [] if isinstance(following, int) else {}
        spot = _down(spot, step, None if value is ABSENT else empty, loose=loose)
    container, is_secret = _open(spot)
    last = steps[-1]
    if isinstance(container, dict) and isinstance(last, str):
        found = cast("_Json", container)
        return _put(found, _key(found, last, loose=loose), value, is_secret=is_secret)
    if isinstance(container, list) and isinstance(last, int):
        return _put_element(cast("list[Any]", container), last, value)
    return ""


def _down(spot: Any, step: str | int, empty: Any, *, loose: bool) -> Any:
    """One step towards the end of a path; what is missing becomes `empty`. None where the path cannot be followed."""
    container, _ = _open(spot)
    if isinstance(container, dict) and isinstance(step, str):
        found = cast("_Json", container)
        key = _key(found, step, loose=loose)
        if plain(found.get(key)) is ABSENT and empty is not None:
            found[key] = empty
        return _lifted(found.get(key), loose=loose)
    if isinstance(container, list) and isinstance(step, int):
        items = cast("list[Any]", container)
        if step == len(items) and empty is not None:
            items.append(empty)
        return _lifted(items[step], loose=loose) if step < len(items) else None
    return None


def _put(container: _Json, key: str, value: Value, *, is_secret: bool) -> str:
    raw = container.get(key)
    before = plain(raw)
    if before is UNKNOWN or same(before, value):
        return ""
    if value is ABSENT:
        del container[key]
        return f"removed (was {_was(before, raw, is_secret=is_secret)})"
    container[key] = {SIGNATURE_KEY: SECRET, "value": value} if _is_secret(raw) else value
    return f"set to {show(value)} (was {_was(before, raw, is_secret=is_secret)})"


def _put_element(container: list[Any], index: int, value: Value) -> str:
    if index > len(container) or (index == len(container) and value is ABSENT):
        return ""
    if index == len(container):
        container.append(value)
        return f"added: {show(value)}"
    if same(plain(container[index]), value) or plain(container[index]) is UNKNOWN:
        return ""
    if value is ABSENT:
        return f"removed (was {show(plain(container.pop(index)))})"
    container[index] = value
    return f"set to {show(value)}"


def _key(container: _Json, step: str, *, loose: bool) -> str:
    """The key of a step; in a generic resource the program may have written it in another case."""
    if step in container or not loose:
        return step
    return next((key for key in container if key.casefold() == step.casefold()), step)


def _lifted(value: Any, *, loose: bool) -> Any:
    """ARM nests `properties` in the objects of a generic resource, where the rules' paths have none."""
    container, _ = _open(value)
    inner: Any = cast("_Json", container).get("properties") if isinstance(container, dict) and loose else None
    return cast("Any", inner if isinstance(inner, dict) else value)


def _is_secret(value: Any) -> bool:
    return isinstance(value, dict) and cast("_Json", value).get(SIGNATURE_KEY) == SECRET


def _open(value: Any) -> tuple[Any, bool]:
    """What is inside a secret, and whether it is one."""
    return (cast("_Json", value).get("value"), True) if _is_secret(value) else (value, False)


def _was(before: Value, raw: Any, *, is_secret: bool) -> str:
    return "a secret" if is_secret or _is_secret(raw) else show(before)
