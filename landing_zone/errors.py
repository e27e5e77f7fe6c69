"""What is wrong with a configuration, said so that its reader can repair it: path, value, what is accepted."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

_LONGEST_VALUE: Final = 80
_MISSING: Final = object()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    path: str
    """Dotted path below the configuration key, such as `network.subnets.agents.cidr`."""
    accepted: str
    """What would be accepted there, as a sentence fragment."""
    value: object = _MISSING
    """The offending value; absent when something is missing rather than wrong."""
    hint: str = ""
    """What the writer probably meant, or what to do next."""

    def __str__(self) -> str:
        """Return the problem as one line of a report."""
        got = "" if self.value is _MISSING else f" = {shown(self.value)}"
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}{got}: {self.accepted}{hint}"


class ConfigurationError(pulumi.RunError):
    """Every problem of one configuration at once. Pulumi prints the message of a RunError without a traceback."""

    def __init__(self, origin: str, problems: Sequence[Problem]) -> None:
        """Say where the configuration came from (`origin`) and what is wrong with it (`problems`, not empty)."""
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"{count} in {origin}; nothing was deployed.\n{lines}")


def shown(value: object) -> str:
    """Return `value` short enough for one line of a message."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a suggestion for a mistyped `word` out of the `known` ones, or what is known when nothing is close."""
    names = sorted(known)
    by_lower_case = {name.lower(): name for name in names}
    close = difflib.get_close_matches(word.lower(), by_lower_case, n=1)
    if close:
        return f"did you mean {by_lower_case[close[0]]!r}?"
    return "known here: " + ", ".join(names) if names else ""
