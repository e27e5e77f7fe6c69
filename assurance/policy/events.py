"""From the engine's events to a `Run`: `pulumi preview --json` when it streams, and `pulumi policy analyze --json`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ai_policies.kit import messages
from assurance.artefacts import mapping, text
from assurance.policy.model import Place, Result, Rule, Run, Status

_ORDER = list(Status)
_KINDS = {
    "violated": Status.VIOLATED,
    "unknown": Status.UNKNOWN,
    "waived": Status.WAIVED,
    "corrected": Status.REMEDIATED,
    "crashed": Status.FAILED,
}

# What the engine adds when something else, for instance a mandatory rule, ended the run.
_ONLY_FAILED = {"preview failed", "update failed"}
_SILENT = "the engine ended with a failure that it does not explain"


class EventsError(Exception):
    """The events cannot be read; the text says where."""


@dataclass
class _Gathered:
    """What was said about one rule and one resource."""

    status: Status
    level: str
    messages: list[str] = field(default_factory=list[str])


def read(
    lines: Iterable[str],
    *,
    rules: Sequence[Rule],
    places: Mapping[str, Place],
    fallback: Place,
    stack: str,
    source: str,
    resources: int | None = None,
    problems: Sequence[str] = (),
) -> Run:
    """Reads the events of one run.

    Args:
        lines: one JSON event a line.
        rules: rules that are known; a rule of another pack is reported by its name alone.
        places: where resources are written, by URN.
        fallback: the place of everything else.
        stack: name of the stack.
        source: `preview` or `deployed`.
        resources: how many were judged; counted from the events if not given.
        problems: why the run is no good, where the caller knows it.

    Raises:
        EventsError: a line is not JSON.
    """
    reader = _Reader()
    for count, line in enumerate(lines, 1):
        if line.strip():
            reader.take(_decoded(line, count))
    known = {rule.id: rule for rule in rules}
    results = [
        Result(
            rule=known.get(rule) or Rule(rule, rule, reader.severities.get(rule, "medium")),
            urn=urn,
            status=found.status,
            level=found.level,
            messages=tuple(found.messages),
            place=places.get(urn, fallback),
            exact=urn in places,
        )
        for (rule, urn), found in reader.gathered.items()
    ]
    results.sort(key=lambda item: (not item.stops, _ORDER.index(item.status), item.rule.id, item.urn))
    return Run(
        results=results,
        rules=rules,
        stack=stack,
        source=source,
        resources=len(reader.judged) if resources is None else resources,
        pack=reader.pack,
        errors=(*problems, *reader.unexplained(stopped=any(item.stops for item in results))),
    )


def _decoded(line: str, number: int) -> Mapping[str, Any]:
    try:
        event: Any = json.loads(line)
    except ValueError as error:
        raise EventsError(f"line {number} is no JSON event: {line.strip()[:100]!r}") from error
    if not isinstance(event, dict):
        raise EventsError(f"line {number} is no event: {line.strip()[:100]!r}")
    return mapping(event)


class _Reader:
    """Takes events one by one."""

    def __init__(self) -> None:
        self.gathered: dict[tuple[str, str], _Gathered] = {}
        self.severities: dict[str, str] = {}
        self.judged: set[str] = set()
        self.pack = ("", "")
        self.errors: list[str] = []
        self.failed = False

    def unexplained(self, *, stopped: bool) -> list[str]:
        """Errors that are no verdict of the pack. A run that failed without a reason is one too."""
        found = [text for text in dict.fromkeys(self.errors) if text not in _ONLY_FAILED]
        return found or ([_SILENT] if self.failed and not stopped else [])

    def take(self, event: Mapping[str, Any]) -> None:
        """Takes one event; most kinds say nothing about policies."""
        if policy := mapping(event.get("policyEvent")):
            self._policy(policy)
        elif remediation := mapping(event.get("policyRemediationEvent")):
            self._remediation(remediation)
        elif summary := mapping(event.get("policyAnalyzeSummaryEvent")):
            self.judged.add(text(summary.get("resourceUrn")))
        elif (diagnostic := mapping(event.get("diagnosticEvent"))).get("severity") == "error":
            self.errors.append(text(diagnostic.get("message")).strip())
        elif end := mapping(event.get("summaryEvent")):
            self.failed = end.get("result") == "failed"
            name, version = next(iter(mapping(end.get("PolicyPacks")).items()), self.pack)
            self.pack = self.pack if self.pack[0] else (name.partition("|")[0], version)

    def _policy(self, event: Mapping[str, Any]) -> None:
        said = text(event.get("message")).strip()
        status = _KINDS[messages.kind(said)]
        level = "mandatory" if event["enforcementLevel"] in {"mandatory", "remediate"} else "advisory"
        if level == "mandatory" and status in {Status.UNKNOWN, Status.WAIVED, Status.REMEDIATED}:
            # None of them ever stops a run: a text of the program's, shown in a message, must not pass for one of ours.
            status = Status.VIOLATED
        if event.get("severity"):
            self.severities[event["policyName"]] = event["severity"]
        self.pack = (event["policyPackName"], event["policyPackVersion"])
        self._add(event, status, level, said)

    def _remediation(self, event: Mapping[str, Any]) -> None:
        paths = changes(mapping(event.get("before")), mapping(event.get("after")))
        changed = ", ".join(f"`{path}`" for path in paths)
        self._add(event, Status.REMEDIATED, "advisory", f"{event['policyName']}: the pack changed {changed or 'it'}.")

    def _add(self, event: Mapping[str, Any], status: Status, level: str, said: str) -> None:
        key = (event["policyName"], event.get("resourceUrn", ""))
        found = self.gathered.setdefault(key, _Gathered(status, level))
        if _ORDER.index(status) < _ORDER.index(found.status):
            found.status = status
        if level == "mandatory":
            found.level = level
        if said not in found.messages:
            found.messages.append(said)


def changes(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Paths at which two objects differ; values stay out, they may be secret."""
    paths: list[str] = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            paths += changes(mapping(old), mapping(new), f"{prefix}{key}.")
        elif old != new:
            paths.append(f"{prefix}{key}")
    return paths
