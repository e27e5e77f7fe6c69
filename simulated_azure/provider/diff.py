"""Differences of inputs and what they mean: update, replace, nothing (diff.go of the real provider)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from simulated_azure.catalogue.schema import ResourceType

Change = Literal["add", "delete", "update"]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class PropertyChange:
    """One changed leaf; `replaces` when the resource cannot be updated in place."""

    kind: Change
    replaces: bool


@dataclass
class ObjectDelta:
    """Difference of two objects by key."""

    adds: dict[str, Any] = field(default_factory=dict[str, Any])
    deletes: dict[str, Any] = field(default_factory=dict[str, Any])
    updates: dict[str, tuple[Any, Any]] = field(default_factory=dict[str, tuple[Any, Any]])

    def __bool__(self) -> bool:
        return bool(self.adds or self.deletes or self.updates)


def object_delta(old: Values, new: Values) -> ObjectDelta:
    """What changes from `old` to `new`, one level deep."""
    return ObjectDelta(
        adds={key: value for key, value in new.items() if key not in old},
        deletes={key: value for key, value in old.items() if key not in new},
        updates={key: (old[key], value) for key, value in new.items() if key in old and old[key] != value},
    )


def detailed_diff(resource: ResourceType, old: Values, new: Values) -> dict[str, PropertyChange]:
    """Changes by path (`subnets[0].name`), empty when nothing changes.

    Args:
        resource: The type.
        old: Inputs of the last deployment.
        new: Inputs now, after Check.
    """
    if not _has_moved(old.get("location"), new.get("location")):
        new = {**new, "location": old["location"]}
    replace_on = frozenset(resource.path_parameters) | resource.behaviour.replace_on
    result: dict[str, PropertyChange] = {}
    _collect(object_delta(old, new), "", "", replace_on, result)
    return result


def apply_delta(values: Values, delta: ObjectDelta) -> dict[str, Any]:
    """`values` with a difference of outputs applied: only what changed, recursively.

    Refresh compares old and new outputs; what differs there is copied to the inputs, the rest of the (default) outputs
    is not.
    """
    result = {key: value for key, value in values.items() if key not in delta.deletes}
    result.update(delta.adds)
    for key, (old, new) in delta.updates.items():
        result[key] = _apply_value(values[key], old, new) if key in values else new
    return result


def _apply_value(base: Any, old: Any, new: Any) -> Any:
    if isinstance(base, Mapping) and isinstance(old, Mapping) and isinstance(new, Mapping):
        return apply_delta(cast("Values", base), object_delta(cast("Values", old), cast("Values", new)))
    if isinstance(base, list) and isinstance(old, list) and isinstance(new, list):
        bases, olds, news = cast("list[Any]", base), cast("list[Any]", old), cast("list[Any]", new)
        known = min(len(bases), len(olds))
        return [_apply_value(bases[i], olds[i], item) if i < known else item for i, item in enumerate(news)]
    changed: Any = new
    return changed


def _collect(
    delta: ObjectDelta, path: str, rule_path: str, replace_on: frozenset[str], result: dict[str, PropertyChange]
) -> None:
    for key in delta.adds:
        result[path + key] = PropertyChange("add", rule_path + key in replace_on)
    for key in delta.deletes:
        result[path + key] = PropertyChange("delete", rule_path + key in replace_on)
    for key, (old, new) in delta.updates.items():
        _collect_value(old, new, path + key, rule_path + key, replace_on, result)


def _collect_value(
    old: Any, new: Any, path: str, rule_path: str, replace_on: frozenset[str], result: dict[str, PropertyChange]
) -> None:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        inner: dict[str, PropertyChange] = {}
        delta = object_delta(cast("Values", old), cast("Values", new))
        _collect(delta, f"{path}.", f"{rule_path}.", replace_on, inner)
        whole = rule_path in replace_on
        for key, change in inner.items():
            replaces = change.replaces or (whole and change.kind == "update")
            result[key] = PropertyChange(change.kind, replaces)
    elif isinstance(old, list) and isinstance(new, list):
        olds, news = cast("list[Any]", old), cast("list[Any]", new)
        for index in range(max(len(olds), len(news))):
            item = f"{path}[{index}]"
            if index >= len(olds):
                result[item] = PropertyChange("add", replaces=False)
            elif index >= len(news):
                result[item] = PropertyChange("delete", replaces=False)
            elif olds[index] != news[index]:
                _collect_value(olds[index], news[index], item, f"{rule_path}[]", replace_on, result)
    else:
        result[path] = PropertyChange("update", rule_path in replace_on)


def _has_moved(old: object, new: object) -> bool:
    """Whether two locations differ: case and spaces do not count."""
    if isinstance(old, str) and isinstance(new, str):
        return old.replace(" ", "").lower() != new.replace(" ", "").lower()
    return True
