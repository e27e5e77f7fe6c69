"""Writes the ARM template of a preview or a state: `python -m assurance.arm --calls FILE --out template.json`.

Exit codes: 0 written; 1 there is nothing to write or a file cannot be read; 2 wrong arguments.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assurance.arm import sources, template
from assurance.arm.identity import subscription_of
from assurance.arm.model import Planned
from assurance.artefacts import mapping


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the template and says what stands for values that are not known."""
    arguments = _parser().parse_args(argv)
    try:
        planned, config = _read(arguments)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"cannot be read: {error}\n")
        return 1
    subscription = subscription_of(planned, config)
    if not planned or not subscription:
        missing = "Azure resources" if not planned else "subscription id"
        sys.stderr.write(f"no {missing} in {arguments.calls or arguments.state}: nothing to write\n")
        return 1
    made = template.export(planned, subscription)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(template.write(made, arguments.about), encoding="utf-8")
    sys.stdout.write(told(made, arguments.out))
    return 0


def told(made: template.Export, out: Path) -> str:
    """What the user should know about a template."""
    counted = Counter(stand.how for stand in made.stands)
    lines = [f"{len(made.resources)} resources written to {out}"]
    lines += [
        f"  {count} unknown or secret values stand as {how} expressions" for how, count in sorted(counted.items())
    ]
    lines += [
        f"  {stand.path} of {_name(stand.urn)}: {stand.text}" for stand in made.stands if "parameter" in stand.how
    ]
    lines += [f"  left out: {_name(urn)}: {why}" for urn, why in made.left_out.items()]
    return "\n".join(lines) + "\n"


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _read(arguments: argparse.Namespace) -> tuple[list[Planned], dict[str, str]]:
    if arguments.state:
        return sources.of_state(mapping(json.loads(arguments.state.read_text(encoding="utf-8")))), {}
    lines = arguments.calls.read_text(encoding="utf-8").splitlines()
    return sources.of_calls(lines), sources.configuration(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assurance.arm", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--calls", type=Path, help="what the engine wrote to PULUMI_DEBUG_GRPC during a preview")
    source.add_argument("--state", type=Path, help="an exported state")
    parser.add_argument("--out", type=Path, required=True, help="the template to write")
    parser.add_argument("--about", default="Exported for scanners, not for deployment.", help="description in the file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
