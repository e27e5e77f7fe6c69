"""From ARM's shape back to the SDK's: property paths and values."""

import re
from collections.abc import Mapping
from typing import Any

from ai_policies.arm_shapes import KEEPS_PROPERTIES
from assurance.arm import shapes
from assurance.artefacts import items, mapping

_STEP = re.compile(r"(?:\\.|[^.\[\]\\])+|\[\]")


def steps(arm_type: str, path: str) -> list[str]:
    r"""The SDK's way to a property that ARM calls `path`.

    Args:
        arm_type: ARM type of the resource.
        path: names with dots between them (`\.` is a dot in a name); `[]` stands for each element of a list.

    Returns:
        Names, and `[]` for the elements of a list.
    """
    kind = arm_type.casefold()
    found = [step.replace("\\.", ".") for step in _STEP.findall(path)]
    if kind not in KEEPS_PROPERTIES and found[0] == "properties" and len(found) > 1:
        found = found[1:]
    top = _top_names(kind)
    head, *rest = found
    lifted = [step for before, step in zip(found, rest, strict=False) if not (before == "[]" and step == "properties")]
    if not kind.startswith("microsoft.network/"):
        lifted = rest
    nested = _nested_names(kind)
    return [top.get(head, head), *(nested.get(step, step) for step in lifted)]


def value(arm_type: str, given: Any) -> Any:
    """A value in ARM's shape as the SDK writes it."""
    kind = arm_type.casefold()
    if isinstance(given, list):
        return [value(arm_type, item) for item in items(given)]
    if not isinstance(given, dict):
        return given
    found = mapping(given)
    inner = mapping(found.get("properties"))
    if inner and kind.startswith("microsoft.network/"):
        found = {**{key: item for key, item in found.items() if key != "properties"}, **inner}
    names = _nested_names(kind)
    return {names.get(key, key): value(arm_type, item) for key, item in found.items()}


def _top_names(kind: str) -> Mapping[str, str]:
    names = {theirs: ours for ours, theirs in shapes.NAMES.get(kind, {}).items()}
    return names if kind != "microsoft.insights/components" else _Lowered(names)


def _nested_names(kind: str) -> Mapping[str, str]:
    # `id` is a property of its own nearly everywhere: only the exact place has another name.
    return {
        theirs: ours for ours, theirs in shapes.NESTED_NAMES.get(kind, {}).items() if theirs not in {"id", "identity"}
    }


class _Lowered(dict[str, str]):
    """Application Insights writes its names with a capital, the SDK does not."""

    def get(self, key: str, default: Any = None) -> Any:
        """The SDK's name."""
        del default
        return super().get(key) or key[0].lower() + key[1:]
