"""SARIF 2.1.0, as GitHub code scanning and Azure DevOps read it."""

import json
from collections.abc import Mapping
from typing import Any

from assurance.policy import taxonomies
from assurance.policy.model import Result, Rule, Run, Status

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
# GitHub's bands of security-severity: over 9.0 critical, 7.0 high, 4.0 medium, below that low
# (docs.github.com, "SARIF support for code scanning").
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}
_LEVELS = {"critical": "error", "high": "error", "medium": "error", "low": "warning"}


def write(run: Run) -> str:
    """The run as a SARIF log with one run."""
    extra = {result.rule.id: result.rule for result in run.results}
    rules = [*run.rules, *(rule for rule in extra.values() if rule not in run.rules)]
    index = {rule.id: place for place, rule in enumerate(rules)}
    driver: dict[str, Any] = {
        "name": run.pack[0] or "ai-policies",
        "rules": [_rule(rule) for rule in rules],
        "supportedTaxonomies": taxonomies.supported(),
    }
    if run.pack[1]:
        driver["semanticVersion"] = run.pack[1]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "taxonomies": taxonomies.taxonomies(),
                # Code scanning keeps the alerts of each id apart: stacks do not close each other's.
                "automationDetails": {"id": f"policy/{run.stack}/{run.source}/"},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "the folder of Pulumi.yaml"}}},
                "invocations": [_invocation(run, index)],
                "results": [_result(result, index[result.rule.id]) for result in run.results],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": _sentence(rule.title)},
        "fullDescription": {"text": _sentence(rule.title)},
        "help": {"text": _help(rule, markdown=False), "markdown": _help(rule, markdown=True)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": taxonomies.tags(rule),
            "precision": "very-high",
            "security-severity": _SCORES[rule.severity],
            "severity": rule.severity,
        },
    }
    if rule.requirements:
        written["relationships"] = taxonomies.relationships(rule)
    if rule.url:
        written["helpUri"] = rule.url
    return written


def _help(rule: Rule, *, markdown: bool) -> str:
    link = f"[Microsoft's page on the subject]({rule.url})" if markdown else rule.url
    parts = [_sentence(rule.title), rule.remedy, link if rule.url else ""]
    return ("\n\n" if markdown else " ").join(part for part in parts if part)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _result(result: Result, index: int) -> dict[str, Any]:
    written: dict[str, Any] = {
        "ruleId": result.rule.id,
        "ruleIndex": index,
        "message": {"text": "\n".join(result.messages)},
        "locations": [_location(result)],
        # GitHub matches alerts between runs by this one; ours does not move when lines above do.
        "partialFingerprints": {"primaryLocationLineHash": f"{result.fingerprint}:1"},
        "fingerprints": {"ruleAndResource/v1": result.fingerprint},
        "properties": {"status": result.status.value, "enforcementLevel": result.level, "urn": result.urn},
        **_kind(result),
    }
    if result.status is Status.WAIVED:
        waivers = [text for text in result.messages if text.startswith("waived until ")]
        written["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": text.partition("): ")[0] + ")"}
            for text in waivers
        ]
    return written


def _kind(result: Result) -> dict[str, str]:
    """SARIF's kind and level: what is no failure must have the level `none`."""
    match result.status:
        case Status.UNKNOWN:
            return {"kind": "open", "level": "none"}
        case Status.REMEDIATED:
            return {"kind": "informational", "level": "none"}
        case Status.WAIVED:
            return {"kind": "fail", "level": "note"}
        case _:
            return {"kind": "fail", "level": "error" if result.stops else "warning"}


def _location(result: Result) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": result.place.file, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": result.place.line},
        },
        "logicalLocations": [
            {"name": result.urn.rpartition("::")[2] or "stack", "fullyQualifiedName": result.urn, "kind": "resource"}
        ],
    }


def _invocation(run: Run, index: Mapping[str, int]) -> dict[str, Any]:
    written: dict[str, Any] = {"executionSuccessful": not run.errors}
    if run.errors:
        written["toolExecutionNotifications"] = [{"level": "error", "message": {"text": text}} for text in run.errors]
    if run.disabled:
        written["ruleConfigurationOverrides"] = [
            {
                "descriptor": {"id": rule, "index": index[rule]},
                "configuration": {"enabled": False, "properties": {"reason": reason}},
            }
            for rule, reason in run.disabled.items()
            if rule in index
        ]
    return written
