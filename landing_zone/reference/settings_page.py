"""The page on the settings of a stack, from the same JSON Schema that editors use."""

import json
from collections.abc import Iterator
from typing import Any, Final

from landing_zone.schema import stack_file_schema

_PROVIDER: Final = ("azure-native:location", "azure-native:subscriptionId", "azure-native:tenantId")
_SETTINGS: Final = "ai-landing-zone:settings"
_HEAD: Final = """# Settings of a stack

Generated from the settings' own types; do not edit (`make generate`). A stack file `stacks/Pulumi.<stack>.yaml` holds
them below `config`; editors that know YAML schemas complete and check them through the first line of the file. Unknown
keys, wrong types and contradictions are refused before anything is deployed, each with its path.
"""

_Schema = dict[str, Any]
_LONGEST_PATTERN: Final = 70


def rendered() -> str:
    """Return the page."""
    document = stack_file_schema()
    definitions: dict[str, _Schema] = document["$defs"]
    config: _Schema = document["properties"]["config"]["properties"]
    parts = [_HEAD, "## Where it goes\n", *_table({key: config[key] for key in _PROVIDER}, _PROVIDER, definitions)]
    settings: _Schema = config[_SETTINGS]
    parts += [f"\n## {_SETTINGS}\n", *_table(settings["properties"], settings.get("required", ()), definitions)]
    for name, section in _sections(settings, definitions):
        parts += [f"\n## {name}\n", f"{section.get('description', '')}\n"]
        parts += _table(section["properties"], section.get("required", ()), definitions)
    return "\n".join(parts) + "\n"


def _sections(settings: _Schema, definitions: dict[str, _Schema]) -> Iterator[tuple[str, _Schema]]:
    """Yield each section once, by the path where it first stands, in the order in which a reader meets them."""
    waiting = list(settings["properties"].items())
    seen: set[str] = set()
    while waiting:
        path, schema = waiting.pop(0)
        for reference in _references(schema):
            if reference in seen:
                continue
            seen.add(reference)
            section = definitions[reference]
            if "properties" in section:
                kind = section["properties"].get("kind", {}).get("const")
                here = f"{path}{_index(schema)}" + (f" (kind: {kind})" if kind else "")
                yield here, section
                inner = [(f"{path}{_index(schema)}.{key}", value) for key, value in section["properties"].items()]
                waiting = inner + waiting


def _index(schema: _Schema) -> str:
    return "[]" if schema.get("type") == "array" else ""


def _references(schema: _Schema) -> list[str]:
    found: list[str] = []
    if "$ref" in schema:
        found.append(str(schema["$ref"]).rsplit("/", maxsplit=1)[-1])
    for key in ("anyOf", "oneOf", "allOf"):
        found += [name for option in schema.get(key, ()) for name in _references(option)]
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            found += _references(schema[key])
    return found


def _table(properties: dict[str, _Schema], required: Any, definitions: dict[str, _Schema]) -> list[str]:
    rows = ["| key | takes | default | meaning |", "|---|---|---|---|"]
    for key, schema in properties.items():
        default = "required" if key in required else _default(schema)
        described = schema if "description" in schema or "$ref" not in schema else _definition(schema, definitions)
        meaning = " ".join(str(described.get("description", "")).split())
        rows.append(f"| `{key}` | {_type(schema, definitions)} | {default} | {_escaped(meaning)} |")
    return rows


def _default(schema: _Schema) -> str:
    value = schema.get("default")
    if value is None or isinstance(value, dict):
        return ""
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _type(schema: _Schema, definitions: dict[str, _Schema]) -> str:
    """What a key takes, in words."""
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key, ()) if option.get("type") != "null"]
    if options:
        return " or ".join(dict.fromkeys(_type(option, definitions) for option in options))
    if "$ref" in schema:
        definition = _definition(schema, definitions)
        return "section" if "properties" in definition else _type(definition, definitions)
    choices = [schema["const"]] if "const" in schema else schema.get("enum", [])
    if choices:
        return ", ".join(f"`{value}`" for value in choices)
    return _compound(schema, definitions)


def _compound(schema: _Schema, definitions: dict[str, _Schema]) -> str:
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}), definitions)}"
    if schema.get("type") == "object":
        values: _Schema | bool = schema.get("additionalProperties", False)
        return "mapping" if isinstance(values, bool) else f"mapping to {_type(values, definitions)}"
    return _scalar(schema)


def _definition(schema: _Schema, definitions: dict[str, _Schema]) -> _Schema:
    return definitions[str(schema["$ref"]).rsplit("/", maxsplit=1)[-1]]


def _scalar(schema: _Schema) -> str:
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    word = words.get(str(schema.get("type")), "text")
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        word += f", {low} to {high}"
    pattern = str(schema.get("pattern", ""))
    return f"{word} `{_escaped(pattern)}`" if 0 < len(pattern) <= _LONGEST_PATTERN else word


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
