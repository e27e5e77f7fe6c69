"""Levels, parameters and waivers of a stack: `stacks/policy/<stack>.json`, checked before anything is judged."""

import difflib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Final, cast

from ai_policies.kit import selections
from ai_policies.kit.rule import Rule, Severity, is_fixable
from ai_policies.kit.selections import SELECTIONS, Query
from ai_policies.kit.values import Value, plain
from ai_policies.kit.waivers import Waiver

PATH_VARIABLE: Final = "AI_POLICIES_CONFIG"
LEVELS: Final = ("advisory", "mandatory", "remediate", "disabled")
SECTIONS: Final = ("$schema", "select", "levels", "parameters", "waivers")
WAIVER_KEYS: Final = ("rule", "urn", "reason", "owner", "expires", "ticket")
LEVEL_KEYS: Final = ("level", "reason")
FACETS: Final = tuple(item.name for item in fields(Query))
_KINDS: Final = {"list": "a list", "float": "a number", "str": "a text"}


class SettingsError(Exception):
    """A settings file that cannot be used; the text is `file: path: reason`."""


@dataclass(frozen=True)
class Settings:
    """What a stack says about the rules.

    Attributes:
        source: the file it came from, for messages.
        levels: rule id, or `all`, -> level.
        reasons: rule id -> why its level is what it is, where the file says so.
        selected: rule id -> level by the selection; empty without one.
        parameters: rule id -> values.
        waivers: the exceptions.
    """

    source: str = "built-in defaults"
    levels: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    selected: Mapping[str, str] = field(default_factory=dict[str, str])
    parameters: Mapping[str, Mapping[str, Value]] = field(default_factory=dict[str, Mapping[str, Value]])
    waivers: Sequence[Waiver] = ()


def locate(stack: str, folder: Path) -> Path | None:
    """The settings file of a stack: the path in `AI_POLICIES_CONFIG`, else below `folder`; None without one.

    Raises:
        SettingsError: the variable names a file that is not there.
    """
    if named := os.environ.get(PATH_VARIABLE):
        path = Path(named)
        if not path.is_file():
            raise SettingsError(f"{named}: $: no such file; {PATH_VARIABLE} must name a JSON file or be unset")
        return path
    path = folder / "stacks" / "policy" / f"{stack}.json"
    return path if path.is_file() else None


def load(path: Path, rules: Iterable[Rule]) -> Settings:
    """Read and check a settings file.

    Raises:
        SettingsError: with the file, the path inside it, and what would be accepted.
    """
    reader = _Reader(_short(path), {rule.id: rule for rule in rules})
    try:
        content: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise reader.error("$", f"not readable as JSON: {error}") from error
    document = reader.mapping("$", content)
    reader.keys("$", document, SECTIONS)
    levels = reader.mapping("levels", document.get("levels", {}))
    parameters = reader.mapping("parameters", document.get("parameters", {}))
    waivers = reader.items("waivers", document.get("waivers", []))
    return Settings(
        source=_short(path),
        levels={rule: reader.level(rule, level) for rule, level in levels.items()},
        reasons={rule: reason for rule, level in levels.items() if (reason := reader.reason(rule, level))},
        selected=reader.selected(document["select"]) if "select" in document else {},
        parameters={rule: reader.parameters(rule, given) for rule, given in parameters.items()},
        waivers=[reader.waiver(f"waivers[{index}]", item) for index, item in enumerate(waivers)],
    )


class _Reader:
    """Checks one document; every error names file, path and what would be accepted."""

    def __init__(self, file: str, rules: Mapping[str, Rule]) -> None:
        self.file = file
        self.rules = rules

    def error(self, path: str, reason: str) -> SettingsError:
        return SettingsError(f"{self.file}: {path}: {reason}")

    def mapping(self, path: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self.error(path, f"must be an object, is {json.dumps(value)}")
        return cast("Mapping[str, object]", value)

    def items(self, path: str, value: object) -> Sequence[object]:
        if not isinstance(value, list):
            raise self.error(path, f"must be a list, is {json.dumps(value)}")
        return cast("Sequence[object]", value)

    def keys(self, path: str, value: Mapping[str, object], allowed: Sequence[str]) -> None:
        for key in value:
            if key not in allowed:
                raise self.error(path, f"unknown key '{key}'{_nearest(key, allowed)}; known: {', '.join(allowed)}")

    def rule(self, path: str, rule_id: str) -> Rule:
        if rule_id not in self.rules:
            raise self.error(path, f"no rule '{rule_id}'{_nearest(rule_id, self.rules)}")
        return self.rules[rule_id]

    def level(self, rule_id: str, level: object) -> str:
        path = f"levels.{rule_id}"
        rule = self.rule(path, rule_id) if rule_id != "all" else None
        if isinstance(level, dict):
            self.keys(path, cast("Mapping[str, object]", level), LEVEL_KEYS)
            level = cast("Mapping[str, object]", level).get("level")
        if rule is not None and level == "remediate" and not is_fixable(rule):
            raise self.error(path, f"rule '{rule_id}' has no fix; accepted: advisory, mandatory, disabled")
        if not isinstance(level, str) or level not in LEVELS:
            raise self.error(path, f"is {json.dumps(level)}, must be one of {', '.join(LEVELS)}")
        return level

    def reason(self, rule_id: str, level: object) -> str:
        path = f"levels.{rule_id}.reason"
        if not isinstance(level, dict):
            return ""
        return self._text(path, cast("Mapping[str, object]", level).get("reason"))

    def selected(self, given: object) -> Mapping[str, str]:
        if isinstance(given, str):
            if given not in SELECTIONS:
                known = ", ".join(SELECTIONS)
                raise self.error("select", f"is '{given}'{_nearest(given, SELECTIONS)}; known: {known}, or an object")
            return selections.levels(given, self.rules.values())
        facets = self.mapping("select", given)
        self.keys("select", facets, FACETS)
        known = selections.vocabulary(self.rules.values())
        query = Query(**{name: self._facet(name, values, known.get(name, [])) for name, values in facets.items()})
        return selections.levels(query, self.rules.values())

    def _facet(self, name: str, values: object, known: Sequence[str]) -> tuple[str, ...]:
        path = f"select.{name}"
        found = self.items(path, values)
        for index, value in enumerate(found):
            if value not in known:
                near = _nearest(value, known) if isinstance(value, str) else ""
                raise self.error(
                    f"{path}[{index}]", f"no rule has {json.dumps(value)}{near}; known: {', '.join(known)}"
                )
        return tuple(item for item in found if isinstance(item, str))

    def parameters(self, rule_id: str, given: object) -> Mapping[str, Value]:
        path = f"parameters.{rule_id}"
        rule = self.rule(path, rule_id)
        values = self.mapping(path, given)
        self.keys(path, values, tuple(rule.parameters))
        decoded = {name: plain(value) for name, value in values.items()}
        for name, value in decoded.items():
            default = rule.parameters[name]
            if type(value) is not type(default):
                wanted = _KINDS.get(type(default).__name__, "a flag")
                raise self.error(f"{path}.{name}", f"must be {wanted}, is {json.dumps(values[name])}")
            if isinstance(value, list) and not all(isinstance(item, str) for item in value):
                raise self.error(f"{path}.{name}", f"must be a list of texts, is {json.dumps(values[name])}")
        return decoded

    def waiver(self, path: str, item: object) -> Waiver:
        given = self.mapping(path, item)
        self.keys(path, given, (*WAIVER_KEYS, "approved_by"))
        texts = {key: self._text(f"{path}.{key}", given.get(key)) for key in WAIVER_KEYS}
        rule = self.rule(f"{path}.rule", texts["rule"])
        try:
            expires = date.fromisoformat(texts.pop("expires"))
        except ValueError as error:
            raise self.error(
                f"{path}.expires", f"is {given['expires']!r}, must be a date such as 2027-03-31"
            ) from error
        people = self.items(f"{path}.approved_by", given.get("approved_by", []))
        return Waiver(
            expires=expires,
            approved_by=tuple(self._text(f"{path}.approved_by[{index}]", name) for index, name in enumerate(people)),
            is_critical=rule.severity is Severity.CRITICAL,
            **texts,
        )

    def _text(self, path: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(path, f"must be a text that is not empty, is {json.dumps(value)}")
        return value


def _short(path: Path) -> str:
    """The path as seen from the working folder, where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f", did you mean '{close[0]}'?" if close else ""
