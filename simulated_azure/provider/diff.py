"""Differences of inputs and what they mean: update, replace, nothing (diff.go of the real provider)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def detailed_diff(resource: ResourceType, old: Values, new: Values, state: Values) -> dict[str, PropertyChange]:
    """Changes by path (`subnets[0].name`), empty when nothing changes.

    Args:
        resource: The type.
        old: Inputs of the last deployment.
        new: Inputs now, after Check.
        state: Outputs of the last deployment.
    """
    for name, is_same in _INSENSITIVE.items():
        if name in old and name in new and is_same(old[name], new[name]):
            new = {**new, name: old[name]}
    replace_on = frozenset(resource.path_parameters) | resource.behaviour.replace_on
    result: dict[str, PropertyChange] = {}
    _collect(object_delta(old, new), "", "", replace_on, result)
    for path, change in result.items():
        # Spelling out what Azure has set by itself is no reason to make the resource anew.
        if change == PropertyChange("add", replaces=True) and path in state and state[path] == new[path]:
            result[path] = PropertyChange("add", replaces=False)
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
    for key in filter(_counts, delta.adds):
        result[path + key] = PropertyChange("add", rule_path + key in replace_on)
    for key in filter(_counts, delta.deletes):
        result[path + key] = PropertyChange("delete", rule_path + key in replace_on)
    for key in filter(_counts, delta.updates):
        old, new = delta.updates[key]
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


def _counts(key: str) -> bool:
    """Whether a property is the user's: the provider's own flags begin with two underscores."""
    return not key.startswith("__")


def _is_same_location(old: object, new: object) -> bool:
    return isinstance(old, str) and isinstance(new, str) and _is_same_text(old.replace(" ", ""), new.replace(" ", ""))


def _is_same_text(old: object, new: object) -> bool:
    return isinstance(old, str) and isinstance(new, str) and old.lower() == new.lower()


# Top-level properties whose spelling does not matter to ARM.
_INSENSITIVE: Mapping[str, Callable[[object, object], bool]] = {
    "location": _is_same_location,
    "resourceGroupName": _is_same_text,
}
