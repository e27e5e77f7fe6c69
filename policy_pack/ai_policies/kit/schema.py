"""JSON Schema of a stack's policy settings, for editors: every rule, level, parameter and facet by name."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ai_policies.kit.rule import Rule, is_fixable
from ai_policies.kit.selections import SELECTIONS
from ai_policies.kit.settings import FACETS, LEVEL_KEYS, LEVELS, WAIVER_KEYS
from ai_policies.kit.values import Value
from ai_policies.kit.view import show

_WITHOUT_FIX: Final = tuple(level for level in LEVELS if level != "remediate")


def settings_schema(rules: Sequence[Rule], vocabulary: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The schema of `stacks/policy/<stack>.json` for these rules; `vocabulary` is that of the selections' facets."""
    parameters = {rule.id: _parameters(rule) for rule in rules if rule.parameters}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Policy settings of a stack",
        "description": "Generated from the rules; do not edit.",
        **_object(
            {
                "$schema": {"type": "string"},
                "select": _selection(vocabulary),
                "levels": _object({"all": _leveled("Every rule that is selected.", "level")} | _levels(rules)),
                "parameters": _object(parameters),
                "waivers": {"type": "array", "items": _waiver(rules)},
            }
        ),
        "$defs": {"level": _level(LEVELS), "levelWithoutFix": _level(_WITHOUT_FIX)},
    }


def _levels(rules: Sequence[Rule]) -> dict[str, Any]:
    return {rule.id: _leveled(f"{rule.title}.", "level" if is_fixable(rule) else "levelWithoutFix") for rule in rules}


def _leveled(description: str, kind: str) -> dict[str, Any]:
    return {"description": description, "$ref": f"#/$defs/{kind}"}


def _level(levels: Sequence[str]) -> dict[str, Any]:
    """A level by itself, or with the reason for it."""
    reasoned = _object({"level": {"enum": list(levels)}, "reason": {"type": "string", "minLength": 1}})
    return {"anyOf": [{"enum": list(levels)}, {**reasoned, "required": list(LEVEL_KEYS)}]}


def _selection(known: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    facets = {name: {"type": "array", "items": {"enum": list(known.get(name, []))}} for name in FACETS}
    return {"description": "Which rules run.", "anyOf": [{"enum": list(SELECTIONS)}, _object(facets)]}


def _parameters(rule: Rule) -> dict[str, Any]:
    return _object({name: _parameter(default) for name, default in rule.parameters.items()})


def _parameter(default: Value) -> dict[str, Any]:
    kinds: Mapping[type, dict[str, Any]] = {
        list: {"type": "array", "items": {"type": "string"}},
        float: {"type": "number"},
        str: {"type": "string"},
        bool: {"type": "boolean"},
    }
    return {"description": f"Without it: {show(default)}.", **kinds[type(default)]}


def _waiver(rules: Sequence[Rule]) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    fields: dict[str, Any] = dict.fromkeys(WAIVER_KEYS, text)
    fields["rule"] = {"enum": [rule.id for rule in rules]}
    fields["urn"] = {**text, "description": "Shell pattern of URNs, such as *::importer."}
    fields["expires"] = {"type": "string", "format": "date", "description": "The last day on which it holds."}
    fields["approved_by"] = {
        "type": "array",
        "items": text,
        "description": "Who agreed; a critical rule needs two names.",
    }
    return {**_object(fields), "required": list(WAIVER_KEYS)}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}
