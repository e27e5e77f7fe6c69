"""Examples of what a rule wants, in Python and YAML, taken from the stack that the tests of the rules call compliant.

For each rule the tests know how that stack can be made to breach it; what they change is what the example shows, with
the value that passes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias, cast

import yaml

from ai_policies.kit.rule import Rule
from knowledge.catalogue import ROOT

Json: TypeAlias = dict[str, Any]

TESTS: Final = ROOT / "tests" / "policy"
MOST_PATHS: Final = 3
LONGEST: Final = 220
"""Characters of a value, as JSON; of a longer list only the element that matters is shown."""

WIDTH: Final = 110
"""Columns of a line of Python."""

_MARKS: Final = ("drop", "only", "unfixable")
_OUTPUTS: Final = {"vault.vaultUri": "vault.properties.vaultUri", "hsm.hsmUri": "hsm.properties.hsmUri"}
_COMPANIONS: Final[dict[str, tuple[str, Json]]] = {
    "pe-": (
        "network:PrivateEndpoint",
        {
            "subnet": {"id": "ref:subnet"},
            "privateLinkServiceConnections": [
                {"name": "main", "privateLinkServiceId": "ref:{of}", "groupIds": ["{group}"]}
            ],
        },
    ),
    "zones-": (
        "network:PrivateDnsZoneGroup",
        {
            "privateEndpointName": "ref:endpoint.name",
            "privateDnsZoneConfigs": [{"name": "main", "privateDnsZoneId": "ref:zone"}],
        },
    ),
    "link-": (
        "privatedns:VirtualNetworkLink",
        {"registrationEnabled": False, "virtualNetwork": {"id": "ref:vnet"}},
    ),
    "log-": (
        "monitor:DiagnosticSetting",
        {
            "resourceUri": "ref:{of}",
            "workspaceId": "ref:workspace",
            "logs": [{"categoryGroup": "allLogs", "enabled": True}],
        },
    ),
}


@dataclass(frozen=True)
class Example:
    """Properties of one resource that a rule is content with."""

    name: str
    token: str
    properties: Json


def example(rule: Rule) -> Example | None:
    """An example for a rule, None when the tests change nothing that can be shown."""
    breaches = cast("list[Json]", cases().get(rule.id, {}).get("breaches", []))
    shown = next((found for found in (_of(breach, breaches) for breach in breaches) if found is not None), None)
    return shown or next((found for breach in breaches for path in breach if (found := _whole(_resource(path)))), None)


def python(shown: Example) -> str:
    """The example as a call of the SDK."""
    module, _, name = _short(shown.token).partition(":")
    arguments = [
        f"    {snake(key)}={_python(value, f'    {snake(key)}=,')}," for key, value in shown.properties.items()
    ]
    head = f'azure_native.{module}.{name}(\n    "{shown.name}",'
    return "\n".join([head, *arguments, ")"])


def yaml_text(shown: Example) -> str:
    """The example as a resource of a Pulumi YAML program."""
    properties = _yaml(shown.properties)
    resource = {shown.name: {"type": f"azure-native:{_short(shown.token)}", "properties": properties}}
    return yaml.safe_dump(resource, sort_keys=False, width=100_000).rstrip()


@cache
def cases() -> dict[str, Json]:
    """Rule id -> how the tests breach it."""
    return _merged("cases")


@cache
def landscape() -> dict[str, Json]:
    """Resource name -> how the compliant stack describes it."""
    return _merged("landscape")


def snake(name: str) -> str:
    """A property's name in Python."""
    split = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", split).lower()


def _merged(folder: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for file in sorted((TESTS / folder).glob("*.yaml")):
        found |= cast("dict[str, Json]", yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def _of(breach: Json, breaches: list[Json]) -> Example | None:
    if "drop" in breach:
        return _dropped(str(breach["drop"]))
    first = next(path for path in breach if path not in _MARKS)
    name = _resource(first)
    if not name:
        return _dropped(first.partition(".")[0])
    paths = [path for item in breaches for path in item if path not in _MARKS and _resource(path) == name]
    properties: Json = {}
    for path in list(dict.fromkeys(paths))[:MOST_PATHS]:
        _copy(landscape()[name]["inputs"], properties, path[len(name) + 1 :])
    return Example(name, landscape()[name]["type"], properties) if properties else None


def _whole(name: str) -> Example | None:
    """The first properties of a resource: for rules that are breached by what the compliant stack does not have."""
    described = landscape().get(name)
    if described is None:
        return None
    return Example(name, described["type"], dict(list(described["inputs"].items())[:MOST_PATHS]))


def _dropped(name: str) -> Example | None:
    if name in landscape():
        described = landscape()[name]
        return Example(name, described["type"], dict(described["inputs"]))
    prefix = next((prefix for prefix in _COMPANIONS if name.startswith(prefix)), "")
    if not prefix:
        return None
    token, inputs = _COMPANIONS[prefix]
    of = name.removeprefix(prefix)
    group = next(iter(landscape().get(of, {}).get("private_link", {"": ()})))
    text = json.dumps(inputs).replace("{of}", of).replace("{group}", group)
    return Example(name, token, cast("Json", json.loads(text)))


def _resource(path: str) -> str:
    """The resource that a path of a case begins with."""
    known = [name for name in landscape() if path == name or path.startswith(f"{name}.")]
    return max(known, key=len, default="")


def _copy(source: Json, target: Json, path: str) -> None:
    """Copy what lies at a path, with what belongs to it where that is short, into an object that grows by it.

    Of a path that leads into a list the list is copied.
    """
    steps = re.findall(r"[^.\[\]]+", path)
    whole = 2 if steps[0] == "properties" else 1
    value: Any = source
    spot = target
    for index, step in enumerate(steps):
        if not isinstance(value, dict) or step not in value:
            return
        value = cast("Json", value)[step]
        is_short = index + 1 == whole and len(json.dumps(value)) <= LONGEST
        if index == len(steps) - 1 or is_short or isinstance(value, list):
            spot.setdefault(step, _shortened(value, steps[index + 1 :]))
            return
        if not isinstance(spot.setdefault(step, {}), dict):
            return
        spot = spot[step]


def _shortened(value: Any, rest: list[str]) -> Any:
    if not isinstance(value, list) or len(json.dumps(value)) <= LONGEST:
        return cast("Any", value)
    items = cast("list[Any]", value)
    wanted = int(rest[0]) if rest and rest[0].isdigit() else 0
    return [items[min(wanted, len(items) - 1)]]


def _short(token: str) -> str:
    """`storage:StorageAccount` of a token, whatever package it is from."""
    parts = token.split(":")
    return ":".join([parts[-2].partition("/")[0], parts[-1]])


def _reference(value: str) -> str:
    """`identity.id` for `ref:identity`, an output for `ref:vault.vaultUri`."""
    name = value.removeprefix("ref:")
    return _OUTPUTS.get(name, name if "." in name and name not in landscape() else f"{name}.id")


def _python(value: Any, beside: str = "") -> str:
    """A value as Python, over several lines where it does not fit beside what else stands in its line."""
    if isinstance(value, dict):
        pairs = [(f'"{snake(key)}": ', item) for key, item in cast("Json", value).items()]
        return _listed("{", pairs, "}", beside)
    if isinstance(value, list):
        return _listed("[", [("", item) for item in cast("list[Any]", value)], "]", beside)
    if isinstance(value, str) and value.startswith("ref:"):
        name, _, rest = _reference(value).partition(".")
        return ".".join([re.sub(r"\W", "_", name), *(snake(step) for step in rest.split("."))])
    if isinstance(value, str):
        return f"'{value}'" if '"' in value and not set(value) & {"'", "\\"} else json.dumps(value)
    return str(value)


def _listed(start: str, items: list[tuple[str, Any]], end: str, beside: str) -> str:
    line = start + ", ".join(head + _python(item) for head, item in items) + end
    if not beside or len(beside) + len(line) <= WIDTH:
        return line
    indent = " " * (len(beside) - len(beside.lstrip()) + 4)
    lines = [f"{indent}{head}{_python(item, f'{indent}{head},')}," for head, item in items]
    return "\n".join([start, *lines, indent[4:] + end])


def _yaml(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _yaml(item) for key, item in cast("Json", value).items()}
    if isinstance(value, list):
        return [_yaml(item) for item in cast("list[Any]", value)]
    return f"${{{_reference(value)}}}" if isinstance(value, str) and value.startswith("ref:") else value
