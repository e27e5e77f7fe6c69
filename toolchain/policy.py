"""`make policy`: judges a preview or the deployed state by the policy pack and has the reports written."""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from toolchain.arm import run
from toolchain.console import Step
from toolchain.errors import ToolchainError
from toolchain.pulumi import Cli

_PACK = ("--policy-pack", "policy_pack")
_EVENT = b'{"sequence"'
_JUDGED = b"policyAnalyzeSummaryEvent"


@dataclass(frozen=True)
class Options:
    """What the user asked for; `rest` goes to the CLI as it is."""

    preview: bool
    out: Path
    file: Path | None
    fail_on_unknown: bool
    rest: Sequence[str]


def options(cli: Cli, extra: Sequence[str]) -> Options:
    """Reads the arguments of `make policy`; exits with code 2 and a usage line if they make no sense."""
    parser = argparse.ArgumentParser(prog="make policy ARGS=...", add_help=False, allow_abbrev=False)
    parser.add_argument("--preview", action="store_true", help="judge what `up` would do, not what is deployed")
    parser.add_argument("--file", type=Path, help="judge this exported state instead of the stack's own")
    parser.add_argument("--out", type=Path, default=cli.layout.reports / "policy", help="folder for the reports")
    parser.add_argument("--fail-on-unknown", action="store_true", help="exit code 4 if something is unknown")
    found, rest = parser.parse_known_args(extra)
    if found.preview and found.file:
        parser.error("--preview judges a program and --file a state: choose one")
    return Options(found.preview, found.out, found.file, found.fail_on_unknown, rest)


def policy(cli: Cli, extra: Sequence[str] = ()) -> int:
    """Runs the pack and writes SARIF, JUnit, JSON and a verdict.

    Returns:
        0 nothing stops a deployment, 1 the stack could not be judged, 3 a mandatory rule is broken, 4 (only with
        `--fail-on-unknown`) something is unknown.

    Raises:
        ToolchainError: there is no state to judge.
    """
    chosen = options(cli, extra)
    # The engine's log of calls holds secrets in the clear: it lives in a folder of our own and only as long as we do.
    with tempfile.TemporaryDirectory() as folder, ExitStack() as files:
        scratch = Path(folder)
        events = files.enter_context((scratch / "events.jsonl").open("wb", buffering=0))
        if chosen.preview:
            arguments = ["preview", "--json", *_PACK, "--stack", cli.stack, *chosen.rest]
            known = ["--calls", str(scratch / "calls.jsonl")]
        else:
            state = _state(cli, chosen, scratch)
            arguments = ["policy", "analyze", "--file", str(state), "--json", *_PACK, *chosen.rest]
            known = ["--state", str(state)]
        code, said = _judge(cli, arguments, events, scratch)
        return _report(cli, chosen, [*known, *_problem(code, scratch / "events.jsonl", said)], scratch)


def _state(cli: Cli, chosen: Options, scratch: Path) -> Path:
    state = scratch / "state.json"
    if chosen.file:
        if not chosen.file.is_file():
            raise ToolchainError(f"there is no file {chosen.file}", "make one with `pulumi stack export --file ...`")
        shutil.copyfile(chosen.file, state)
        return state
    exported = cli.output("stack", "export")
    state.write_text(exported, encoding="utf-8")
    if not json.loads(exported)["deployment"].get("resources"):
        raise ToolchainError(
            f"stack {cli.stack} has no resources, so nothing is deployed that could be judged",
            "`make up` first, or judge the program: `make policy ARGS=--preview`",
        )
    return state


def _judge(cli: Cli, arguments: Sequence[str], events: BinaryIO, scratch: Path) -> tuple[int, str]:
    """Runs the CLI, its events going into a file; returns its exit code and what it said on standard error."""
    # The engine writes calls only where a file is named; state has positions of its own.
    streaming = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "1", "PULUMI_DEBUG_GRPC": str(scratch / "calls.jsonl")}
    with (
        Step(f"pulumi {arguments[0]} with the policy pack") as step,
        subprocess.Popen(
            [str(cli.layout.pulumi), *arguments, "--non-interactive"],
            cwd=cli.layout.root,
            env={**os.environ, **cli.env, **(streaming if arguments[0] == "preview" else {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=(scratch / "stderr.txt").open("wb"),
        ) as process,
    ):
        judged = 0
        for line in process.stdout or ():
            judged += _JUDGED in line
            step.update(f"{judged} resources judged")
            events.write(line)
    return process.returncode, (scratch / "stderr.txt").read_text(encoding="utf-8", errors="replace")


def _problem(code: int, events: Path, said: str) -> list[str]:
    """A failure that no event tells of: a program that cannot be started, a pack that cannot be loaded."""
    text = events.read_bytes()
    if not text.startswith(_EVENT):
        events.write_bytes(b"")
        told = (said.strip() or text.decode(errors="replace").strip())[-2000:]
        return ["--problem", told or f"pulumi ended with exit code {code} and said nothing"]
    explained = b'"severity":"error"' in text or b'"enforcementLevel":"mandatory"' in text
    return (
        [] if code == 0 or explained else ["--problem", said.strip()[-2000:] or f"pulumi ended with exit code {code}"]
    )


def _report(cli: Cli, chosen: Options, known: Sequence[str], scratch: Path) -> int:
    arguments = ["--events", str(scratch / "events.jsonl"), "--out", str(chosen.out), "--stack", cli.stack]
    arguments += ["--root", str(cli.layout.root), *known]
    return run(cli, "assurance.policy", [*arguments, *(["--fail-on-unknown"] if chosen.fail_on_unknown else [])])
