"""One readable paragraph for each finding: rule, resource, property, what is wrong, what to write."""

from collections.abc import Sequence

from ai_policies.kit.findings import Crashed, Unknown, Violated
from ai_policies.kit.rule import Rule
from ai_policies.kit.waivers import Waiver


def violated(rule: Rule, label: str, findings: Sequence[Violated], source: str) -> str:
    """Message of the violations of one rule by one resource.

    Args:
        rule: the rule.
        label: names the resource.
        findings: what is wrong, property by property.
        source: the settings file in force.
    """
    wrong = "; ".join(f"`{item.path}` {item.message}" if item.path else item.message for item in findings)
    remedy = next((item.remedy for item in findings if item.remedy), rule.remedy)
    return f"{_head(rule, label)}: {wrong}. {remedy} More: {rule.url} (levels and waivers: {source})"


def unknown(rule: Rule, label: str, finding: Unknown) -> str:
    """Message of what cannot be judged before deployment."""
    return (
        f"{_head(rule, label)}: unknown until deployment: `{finding.path}`. "
        "`pulumi up` judges it once it is known, `pulumi policy analyze` judges what is deployed."
    )


def crashed(rule: Rule, label: str, finding: Crashed) -> str:
    """Message of a rule that raised."""
    return (
        f"{_head(rule, label)}: the rule itself failed ({finding.error}), so nothing is known about this resource. "
        "Report it to the pack's maintainers; until then waive the rule for this resource or disable it."
    )


def corrected(rule: Rule, label: str, changes: Sequence[str]) -> str:
    """Message of a fix: what it changed, property by property."""
    return f"{_head(rule, label)}: corrected before deployment: {'; '.join(changes)}. Write it so in the program."


def broken_fix(text: str, error: str) -> str:
    """Add to a violation that the rule's own fix failed."""
    return f"{text} The rule's fix failed ({error}); report it to the pack's maintainers."


def expired(text: str, waiver: Waiver) -> str:
    """Add to a violation that its waiver ran out."""
    return f"{text} Its waiver ({waiver.ticket}, {waiver.owner}) expired on {waiver.expires.isoformat()}."


def waived(text: str, waiver: Waiver) -> str:
    """Turn a violation into a note about its waiver."""
    return f"waived until {waiver.expires.isoformat()} by {waiver.owner} ({waiver.ticket}: {waiver.reason}): {text}"


def kind(text: str) -> str:
    """Which of the above wrote a text: `violated`, `unknown`, `waived`, `corrected`, `crashed`; for readers of events.

    Levels do not tell: an unknown, a waived violation and one of low severity are all advisory.
    """
    if text.startswith("waived until "):
        return "waived"
    told = text.split("More: ", 1)[0]
    if ": unknown until deployment: " in told or "can't be known during preview" in told:
        return "unknown"
    if ": corrected before deployment: " in told:
        return "corrected"
    return "crashed" if ": the rule itself failed (" in told else "violated"


def _head(rule: Rule, label: str) -> str:
    return f"{rule.id} [{rule.control}, {rule.severity.value}] {label}"
