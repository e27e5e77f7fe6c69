"""Writes the reports of one run: `python -m assurance.policy --events FILE --out FOLDER ...`.

Exit codes: 0 nothing stops a deployment; 3 a mandatory rule is broken; 4 only with `--fail-on-unknown`: something is
unknown; 1 the stack could not be judged; 2 wrong arguments.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ai_policies.kit.settings import SettingsError
from assurance.artefacts import items, mapping
from assurance.policy import catalogue, events, junit, positions, record, sarif, verdict
from assurance.policy.model import Place, Run, Status

PASSED, NOT_JUDGED, STOPPED, UNKNOWN = 0, 1, 3, 4

_WRITERS: Mapping[str, Callable[[Run], str]] = {
    "results.sarif": sarif.write,
    "results.junit.xml": junit.write,
    "results.json": record.write,
    "verdict.md": verdict.markdown,
    "verdict-azure-devops.md": lambda run: verdict.markdown(run, verdict.AZURE_DEVOPS_LIMIT),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Writes every format into the folder, prints the verdict, returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        run = load(arguments)
    except (OSError, ValueError, events.EventsError) as error:
        sys.stderr.write(f"{arguments.events}: {error}\n")
        return NOT_JUDGED
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, write in _WRITERS.items():
        (arguments.out / name).write_text(write(run), encoding="utf-8")
    sys.stdout.write(f"{verdict.terminal(run)}\n\nreports: {arguments.out}: {', '.join(_WRITERS)}\n")
    return exit_code(run, fail_on_unknown=arguments.fail_on_unknown)


def exit_code(run: Run, *, fail_on_unknown: bool) -> int:
    """The exit code of a run; see the module."""
    if run.errors:
        return NOT_JUDGED
    if run.stopping:
        return STOPPED
    return UNKNOWN if fail_on_unknown and run.of(Status.UNKNOWN) else PASSED


def load(arguments: argparse.Namespace) -> Run:
    """The run that the arguments describe.

    Raises:
        OSError: a file cannot be read.
        ValueError: the state is no JSON.
        EventsError: the events are no events.
    """
    places: Mapping[str, Place] = {}
    resources: int | None = None
    if arguments.state:
        state = mapping(json.loads(arguments.state.read_text(encoding="utf-8")))
        listed = [mapping(item) for item in items(mapping(state.get("deployment")).get("resources"))]
        places, resources = positions.of_state(listed), sum(not item.get("delete") for item in listed)
    elif arguments.calls and arguments.calls.is_file():
        with arguments.calls.open(encoding="utf-8") as calls:
            places = positions.of_calls(calls, arguments.root)
    problems, disabled = list(arguments.problem), dict[str, str]()
    try:
        disabled = catalogue.disabled(arguments.stack, arguments.root)
    except SettingsError as error:
        problems.append(str(error))
    with arguments.events.open(encoding="utf-8") as lines:
        run = events.read(
            lines,
            rules=catalogue.rules(),
            places=places,
            fallback=positions.stack_file(arguments.root, arguments.stack),
            stack=arguments.stack,
            source="deployed" if arguments.state else "preview",
            resources=resources,
            problems=problems,
        )
    return replace(run, disabled=disabled)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assurance.policy", description=__doc__)
    parser.add_argument("--events", type=Path, required=True, help="events of the engine, one JSON object a line")
    parser.add_argument("--out", type=Path, required=True, help="folder for the reports")
    parser.add_argument("--stack", required=True, help="name of the stack")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="folder of Pulumi.yaml")
    parser.add_argument("--state", type=Path, help="exported state, if deployed state was judged")
    parser.add_argument("--calls", type=Path, help="what the engine wrote to PULUMI_DEBUG_GRPC, for source lines")
    parser.add_argument("--problem", action="append", default=[], help="why the run is no good (may be repeated)")
    parser.add_argument("--fail-on-unknown", action="store_true", help="exit code 4 if something is unknown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
