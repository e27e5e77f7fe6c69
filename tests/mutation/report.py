"""The page and the JSON file about a mutation run."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.mutation.mutants import MISSING
from tests.mutation.score import Outcome
from tests.mutation.worlds import kind_of

REASONS = Path(__file__).parent / "survivors.yaml"
_OPERATORS = {
    "flip": "set a property to a known-bad value",
    "weaken": "take a lesser value of a scale",
    "drop": "leave out a property whose default is bad",
    "append": "add a bad element to a list",
    "remove": "remove an endpoint, zone link, diagnostic setting, guardrail, policy, ...",
    "unknown": "make the value unknown before deployment",
}


@dataclass(frozen=True)
class Judged:
    """An outcome and what checkov said; None where checkov was not asked."""

    outcome: Outcome
    checkov: tuple[str, ...] | None


def reasons() -> Mapping[str, str]:
    """Why a mutant may survive: beginning of a label -> reason."""
    return yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}


def reason(label: str, known: Mapping[str, str]) -> str:
    """The reason written down for a survivor; empty if there is none."""
    return next((why for part, why in known.items() if part in label), "")


def record(judged: Sequence[Judged], checkov: str) -> str:
    """The run as JSON."""
    document: dict[str, Any] = {
        "checkov": checkov,
        "mutants": [
            {
                "world": item.outcome.mutant.world,
                "operator": item.outcome.mutant.operator,
                "type": kind_of(item.outcome.mutant.target),
                "urn": item.outcome.mutant.target.urn,
                "path": item.outcome.mutant.path,
                "value": None if item.outcome.mutant.value is MISSING else item.outcome.mutant.value,
                "sources": list(item.outcome.mutant.sources),
                "caught": item.outcome.caught,
                "stops": item.outcome.answer.stops,
                "rules": list(item.outcome.answer.rules),
                "unknown": list(item.outcome.answer.unknown),
                "checkov": None if item.checkov is None else list(item.checkov),
            }
            for item in judged
        ],
    }
    return json.dumps(document, indent=1) + "\n"


def page(judged: Sequence[Judged], checkov: str) -> str:
    """The run as a page."""
    known = reasons()
    survivors = [item for item in judged if not item.outcome.caught]
    listed = [
        f"| `{item.outcome.mutant.label}` | {reason(item.outcome.mutant.label, known) or 'none yet'} |"
        for item in survivors
    ]
    return "\n".join(
        [
            "# Mutation results",
            "",
            "Written by `make mutation`. Each mutant makes one thing about one resource less secure; the list of what",
            "is insecure (`tests/mutation/sensitivity/`, `companions.yaml`) comes from checkov, Azure Policy, PSRule",
            "and Microsoft's pages, never from the rules. Mutants are judged as in a preview: references between",
            "resources are unknown. The stacks are judged with their settings in `stacks/policy`, `landscape` (the",
            f"compliant fixture of every type) without any. checkov {checkov} reads the same mutants as ARM templates.",
            "",
            *_table("stack", judged, lambda item: item.outcome.mutant.world, {}),
            "",
            *_table("what is done", judged, lambda item: item.outcome.mutant.operator, _OPERATORS),
            "",
            *_table("type", judged, lambda item: kind_of(item.outcome.mutant.target), {}),
            "",
            "A mutant with an unknown value counts as caught only if the rule reports the property as unknown by name and",
            "every known-bad value of that property stops a deployment. checkov has no such verdict and was not asked.",
            "",
            f"## Survivors: {len(survivors)}",
            "",
            *(["| mutant | why it survives |", "|---|---|", *listed] if survivors else ["None."]),
            "",
        ]
    )


def _table(head: str, judged: Sequence[Judged], key: Any, names: Mapping[str, str]) -> list[str]:
    every, caught, asked, theirs, stops = (Counter[str]() for _ in range(5))
    for item in judged:
        for name in (key(item), ""):
            every[name] += 1
            caught[name] += item.outcome.caught
            stops[name] += item.outcome.answer.stops
            asked[name] += item.checkov is not None
            theirs[name] += bool(item.checkov)
    lines = [
        f"| {head} | mutants | caught by the pack | of these stop a preview | checkov asked | caught by checkov |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in [*sorted(key for key in every if key), ""]:
        title = f"{name}: {names[name]}" if name in names else name or "**all**"
        lines.append(
            f"| {title} | {every[name]} | {_share(caught[name], every[name])} | {stops[name]} "
            f"| {asked[name]} | {_share(theirs[name], asked[name])} |"
        )
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else "-"
