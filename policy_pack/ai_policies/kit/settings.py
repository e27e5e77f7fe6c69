"""Levels, parameters and waivers of a stack: `stacks/policy/<stack>.json`, checked before anything is judged."""

import difflib
import fnmatch
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, cast

from ai_policies.kit.rule import Rule, is_fixable
from ai_policies.kit.values import Value, plain

PATH_VARIABLE: Final = "AI_POLICIES_CONFIG"
LEVELS: Final = ("advisory", "mandatory", "remediate", "disabled")
_SECTIONS: Final = ("$schema", "levels", "parameters", "waivers")
_KINDS: Final = {"list": "a list", "float": "a number", "str": "a text"}
_WAIVER_KEYS: Final = ("rule", "urn", "reason", "owner", "expires", "ticket")


class SettingsError(Exception):
    """A settings file that cannot be used; the text is `file: path: reason`."""


@dataclass(frozen=True)
class Waiver:
    """A dated exception from one rule for the resources whose URN matches a shell pattern."""

    rule: str
    urn: str
    reason: str
    owner: str
    expires: date
    ticket: str

    def covers(self, rule: str, urn: str) -> bool:
        """Whether the waiver is about this rule and resource, whatever its date."""
        return self.rule == rule and fnmatch.fnmatchcase(urn, self.urn)


@dataclass(frozen=True)
class Settings:
    """What a stack says about the rules. `source` is the file it came from, for messages."""

    source: str = "built-in defaults"
    levels: Mapping[str, str] = field(default_factory=dict[str, str])
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
    reader.keys("$", document, _SECTIONS)
    levels = reader.mapping("levels", document.get("levels", {}))
    parameters = reader.mapping("parameters", document.get("parameters", {}))
    return Settings(
        source=_short(path),
        levels={rule: reader.level(rule, level) for rule, level in levels.items()},
        parameters={rule: reader.parameters(rule, given) for rule, given in parameters.items()},
        waivers=[reader.waiver(index, item) for index, item in enumerate(reader.items(document.get("waivers", [])))],
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

    def items(self, value: object) -> Sequence[object]:
        if not isinstance(value, list):
            raise self.error("waivers", f"must be a list, is {json.dumps(value)}")
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
        if rule is not None and level == "remediate" and not is_fixable(rule):
            raise self.error(path, f"rule '{rule_id}' has no fix; accepted: advisory, mandatory, disabled")
        if not isinstance(level, str) or level not in LEVELS:
            raise self.error(path, f"is {json.dumps(level)}, must be one of {', '.join(LEVELS)}")
        return level

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
        return decoded

    def waiver(self, index: int, item: object) -> Waiver:
        path = f"waivers[{index}]"
        given = self.mapping(path, item)
        self.keys(path, given, _WAIVER_KEYS)
        texts = {key: self._text(path, given, key) for key in _WAIVER_KEYS}
        self.rule(f"{path}.rule", texts["rule"])
        try:
            expires = date.fromisoformat(texts.pop("expires"))
        except ValueError as error:
            raise self.error(
                f"{path}.expires", f"is {given['expires']!r}, must be a date such as 2027-03-31"
            ) from error
        return Waiver(expires=expires, **texts)

    def _text(self, path: str, given: Mapping[str, object], key: str) -> str:
        value = given.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{path}.{key}", f"must be a text that is not empty, is {json.dumps(value)}")
        return value


def _short(path: Path) -> str:
    """The path as seen from the working folder, where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f", did you mean '{close[0]}'?" if close else ""
