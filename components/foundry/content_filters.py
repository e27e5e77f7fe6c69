"""The guardrail's filters: pure data, in the order in which Azure lists them so that a refresh finds no change."""

from typing import Any

from components.foundry.args import ContentFilterArgs

DEFAULT_POLICY_NAME = "landing-zone"
DEFAULT_THRESHOLD = "Medium"
BASE_POLICY = "Microsoft.DefaultV2"

SEVERITIES = ("Low", "Medium", "High")
HARMS = ("Hate", "Sexual", "Selfharm", "Violence")
"""Content harms: graded by severity, filtered both ways."""

PROMPT_SHIELDS = ("Jailbreak", "Indirect Attack", "Indirect Attack Spotlighting")
"""Attacks on the model: in what users write, and in documents that a prompt carries along. Spotlighting marks those
documents, so that the model tells them from its instructions."""

PROTECTED_MATERIAL = ("Protected Material Text", "Protected Material Code")
"""Material of others: found in what the model writes."""

SOURCES = ("Prompt", "Completion")

TOOL_CALL = "PreToolCall"
"""What an agent is about to hand to a tool; filtered like what it writes. A preview feature of Azure."""

TOOL_ANSWER = "PostToolCall"
"""What a tool gave back, before the agent reads it: the usual way in for hidden instructions."""


def content_filters(severity_threshold: str = DEFAULT_THRESHOLD) -> list[dict[str, Any]]:
    """Return the filters, all of them enabled and blocking.

    Args:
        severity_threshold: severity from which harms are blocked: `Low`, `Medium` or `High`.

    Raises:
        ValueError: another threshold.
    """
    if severity_threshold not in SEVERITIES:
        raise ValueError(f"severity threshold {severity_threshold!r}: one of {', '.join(SEVERITIES)} is accepted")
    graded = [
        _filter(harm, source) | {"severity_threshold": severity_threshold} for harm in HARMS for source in SOURCES
    ]
    shields = [_filter(attack, "Prompt") for attack in PROMPT_SHIELDS]
    material = [_filter(kind, "Completion") for kind in PROTECTED_MATERIAL]
    calls = [_filter(harm, TOOL_CALL) | {"severity_threshold": severity_threshold, **_STOP} for harm in HARMS]
    return [*graded, *shields, *material, *calls, _filter("Indirect Attack", TOOL_ANSWER) | _STOP]


_STOP = {"action": "BLOCKING"}


def _filter(name: str, source: str) -> dict[str, Any]:
    return {"name": name, "source": source, "enabled": True, "blocking": True}


def guardrail(args: ContentFilterArgs) -> dict[str, Any]:
    """Return the properties of the guardrail, its blocklist applied to prompts and completions."""
    properties: dict[str, Any] = {
        "base_policy_name": BASE_POLICY,
        # Default blocks before anything is returned; Asynchronous_filter would stream unfiltered text first.
        "mode": "Default",
        "content_filters": content_filters(args.get("severity_threshold", DEFAULT_THRESHOLD)),
    }
    blocklist = args.get("blocklist")
    if blocklist:
        name = blocklist["blocklist_name"]
        properties["custom_blocklists"] = [
            {"blocklist_name": name, "source": source, "blocking": True} for source in SOURCES
        ]
    return properties
