"""A short verdict in Markdown for a pull request, and the same for a terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assurance.policy.model import Result, Run, Status, number

GITHUB_LIMIT = 65_536
"""Characters of a comment on GitHub (also of a step summary's smaller siblings)."""
AZURE_DEVOPS_LIMIT = 150_000
"""Characters of a comment on Azure DevOps."""
_LONGEST_MESSAGE = 1_200
_ROOM_FOR_END = 400
# A selection may leave out most of the pack: more rules than this are counted, not named, on a terminal.
_NAMED = 6
_BADGES = {"passed": "✅", "stopped": "❌", "error": "⚠️"}


def markdown(run: Run, limit: int = GITHUB_LIMIT) -> str:
    """The verdict; whole entries are left out where it would be longer than `limit` characters, and counted.

    The first line is a comment that is the same for every run on the stack, by which a script finds the old comment.
    """
    text = "\n".join(
        [
            f"<!-- policy verdict: {_inline(run.stack)} -->",
            f"### {_BADGES[run.verdict]} {_inline(run.headline)}",
            "",
            _figures(run),
            "",
        ]
    )
    left = 0
    for block in _blocks(run):
        if len(text) + len(block) > limit - _ROOM_FOR_END:
            left += 1
        else:
            text += block
    if left:
        text += f"\n{number(left, 'part was', 'parts were')} left out here; the run's artefacts have everything.\n"
    return text


def terminal(run: Run, *, longest: int = 20) -> str:
    """The verdict as plain lines, the breaches first, at most `longest` results in full."""
    lines = [run.headline, f"  {_figures(run)}"]
    lines += [f"  {text}" for text in run.errors]
    shown = [*run.stopping, *run.notes, *run.of(Status.UNKNOWN, Status.WAIVED, Status.REMEDIATED)]
    for result in shown[:longest]:
        mark = "STOPS" if result.stops else result.status.value
        lines += ["", f"  {mark}  {result.place.file}:{result.place.line}"]
        lines += [f"    {text}" for text in result.messages]
    if len(shown) > longest:
        lines += ["", f"  ... and {number(len(shown) - longest, 'result', 'results')} more in the reports"]
    for reason, rules in _by_reason(run.disabled):
        told = ", ".join(rules) if len(rules) <= _NAMED else number(len(rules), "rule", "rules")
        lines += ["", f"  switched off  {told}: {reason}"]
    return "\n".join(lines)


def _figures(run: Run) -> str:
    counts = run.counts
    parts = [
        f"{number(run.resources, 'resource', 'resources')}, {number(len(run.rules), 'rule', 'rules')}",
        f"{counts['stopping']} stopping",
        *(f"{counts[key]} {name}" for key, name in _SHOWN.items() if counts[key]),
    ]
    return " · ".join(parts)


_SHOWN = {
    "notes": "noted",
    "unknown": "unknown until deployment",
    "waived": "waived",
    "remediated": "remediated",
    "disabled": "rules switched off",
}


def _blocks(run: Run) -> Iterator[str]:
    for text in run.errors:
        yield f"> {_inline(text)}\n"
    for result in run.stopping:
        yield _entry(result)
    yield from _folded("Noted, does not stop", run.notes)
    yield from _folded("Unknown until deployment", run.of(Status.UNKNOWN))
    yield from _folded("Waived", run.of(Status.WAIVED))
    yield from _folded("Changed by the pack", run.of(Status.REMEDIATED))
    yield from _switched_off(run.disabled)


def _folded(title: str, results: Sequence[Result]) -> Iterator[str]:
    if results:
        entries = "".join(_entry(result) for result in results)
        yield f"\n<details><summary>{title}: {len(results)}</summary>\n\n{entries}\n</details>\n"


def _switched_off(disabled: Mapping[str, str]) -> Iterator[str]:
    if disabled:
        lines = "".join(f"- {', '.join(rules)}: {_inline(reason)}\n" for reason, rules in _by_reason(disabled))
        yield f"\n<details><summary>Rules switched off: {len(disabled)}</summary>\n\n{lines}\n</details>\n"


def _by_reason(disabled: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Reason -> rules: a selection leaves out many for the same one."""
    for reason in dict.fromkeys(disabled.values()):
        yield reason, [rule for rule, given in disabled.items() if given == reason]


def _entry(result: Result) -> str:
    rule = f"[{result.rule.id}]({result.rule.url})" if result.rule.url else result.rule.id
    place = f"`{result.place.file}:{result.place.line}`"
    said = " ".join(_short(_inline(text)) for text in result.messages)
    return f"- **{rule}** ({result.rule.severity}) on {_inline(result.resource)} at {place}\n  {said}\n"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 3] + "..."


def _inline(text: str) -> str:
    """Text of a program or a user, safe inside a line of Markdown: no tags, no mentions, no line breaks."""
    flat = re.sub(r"\s+", " ", text).replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"@(?=\w)", "@\N{ZERO WIDTH SPACE}", flat)
