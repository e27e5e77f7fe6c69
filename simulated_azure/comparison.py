"""What differs between two views of a world: worlds, snapshots of worlds, and states of Pulumi stacks."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts, is_dict, is_list

_SQLITE = b"SQLite format 3"
_VOLATILE = frozenset({"etag", "systemData", "azureApiVersion"})
_PROVIDER = "azure-native"


@dataclass(frozen=True)
class Entry:
    """A resource in a view.

    Args:
        id: as written.
        body: in ARM's shape; in a state the outputs, in the SDK's shape.
        token: the Pulumi type in a state; else empty.
        inputs: what the program asked for, in a state.
    """

    id: str
    body: Json
    token: str = ""
    inputs: Json = field(default_factory=dict[str, Any])


View = Mapping[str, Entry]


@dataclass(frozen=True)
class Change:
    """A value that differs: dotted path, and both values (None for one that is absent)."""

    path: str
    left: Any
    right: Any


@dataclass(frozen=True)
class Difference:
    """What differs: ids on one side only, and changed values by id."""

    only_left: list[str]
    only_right: list[str]
    changed: dict[str, list[Change]]

    def __bool__(self) -> bool:
        return bool(self.only_left or self.only_right or self.changed)


def of_world(resources: list[Json]) -> View:
    """A world's resources as a view."""
    return {str(item["id"]).lower(): Entry(str(item["id"]), item) for item in resources}


def load(path: Path) -> View:
    """Read a world's file, a snapshot (`world --json`) or a state (`pulumi stack export`).

    Raises:
        ArmError: 400 when the file is none of them.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise bad_request("CannotRead", f"{path}: {error.strerror}.") from None
    if content.startswith(_SQLITE):
        azure = Azure.open(path)
        try:
            return of_world(azure.resources())
        finally:
            azure.close()
    try:
        value: Any = json.loads(content)
    except ValueError:
        value = None
    if is_list(value):
        return of_world(dicts(value))
    deployment = as_dict(as_dict(value).get("deployment") or value)
    if is_list(deployment.get("resources")):
        return _of_state(dicts(deployment["resources"]))
    raise bad_request(
        "CannotRead", f"{path} is no world, no snapshot (`world --json`) and no state (`pulumi stack export`)."
    )


def _of_state(resources: list[Json]) -> View:
    managed = [
        item
        for item in resources
        if item.get("custom") and str(item.get("type", "")).startswith(_PROVIDER) and not item.get("delete")
    ]
    entries = [
        Entry(str(item.get("id")), as_dict(item.get("outputs")), str(item["type"]), as_dict(item.get("inputs")))
        for item in managed
    ]
    return {entry.id.lower(): entry for entry in entries}


def compare(left: View, right: View) -> Difference:
    """What differs. Between a state and a world, `changed` holds what a refresh would change in the inputs."""
    changed: dict[str, list[Change]] = {}
    for key in sorted(left.keys() & right.keys()):
        one, other = left[key], right[key]
        if one.token and not other.token:
            found = list(_changes(one.inputs, _refreshed(one, other), ""))
        elif other.token and not one.token:
            found = list(_changes(_refreshed(other, one), other.inputs, ""))
        else:
            found = list(_changes(one.body, other.body, ""))
        if found:
            changed[one.id] = found
    return Difference(
        sorted(left[key].id for key in left.keys() - right.keys()),
        sorted(right[key].id for key in right.keys() - left.keys()),
        changed,
    )


def _refreshed(managed: Entry, present: Entry) -> Json:
    # The SDK is needed only where a state is compared.
    from simulated_azure.catalogue.catalogue import resource_type
    from simulated_azure.provider.convert import outputs
    from simulated_azure.provider.lifecycle import refreshed_inputs

    resource = resource_type(managed.token)
    return refreshed_inputs(resource, managed.inputs, managed.body, outputs(resource, present.body))


def _changes(left: Any, right: Any, path: str) -> Iterator[Change]:
    if is_dict(left) and is_dict(right):
        for key in sorted(left.keys() | right.keys()):
            if key not in _VOLATILE:
                yield from _changes(left.get(key), right.get(key), f"{path}.{key}" if path else key)
    elif is_list(left) and is_list(right) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _changes(one, other, f"{path}[{index}]")
    elif left != right:
        yield Change(path, left, right)
