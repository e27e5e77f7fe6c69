"""Commands that compare worlds."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from simulated_azure.cli.common import BANNER, Commands, open_world
from simulated_azure.comparison import Difference, compare, load, of_world

_LONGEST = 70


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    diff = commands.add(
        "diff", _diff, "what differs between two worlds, or between a stack's state and the world; exit code 1 if any"
    )
    diff.add_argument("left", type=Path, help="a world's file, a snapshot (`world --json`) or a `pulumi stack export`")
    diff.add_argument("right", type=Path, nargs="?", help="the same; the world of the environment when absent")
    diff.add_argument("--json", action="store_true", help="as JSON")


def _diff(options: argparse.Namespace) -> int:
    right = load(options.right) if options.right else of_world(open_world().resources())
    found = compare(load(options.left), right)
    if options.json:
        print(json.dumps(asdict(found), indent=2))
    else:
        name = options.right.name if options.right else "the world"
        print(f"{BANNER}\n\n{describe(found, options.left.name, name)}")
    return int(bool(found))


def describe(found: Difference, left: str, right: str) -> str:
    """The difference for people.

    Args:
        found: what differs.
        left: name of the first view.
        right: name of the second one.
    """
    if not found:
        return f"{left} and {right} hold the same."
    lines: list[str] = []
    for name, ids in ((left, found.only_left), (right, found.only_right)):
        lines += [f"only in {name} ({len(ids)})", *(f"  {item}" for item in ids), ""] if ids else []
    if found.changed:
        lines.append(f"changed ({len(found.changed)})")
    for resource_id, changes in found.changed.items():
        lines.append(f"  {resource_id}")
        lines += [f"    {item.path}: {_short(item.left)} -> {_short(item.right)}" for item in changes]
    return "\n".join(lines).rstrip()


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
