"""`make arm`: the planned resources as an ARM template, for scanners that read nothing else."""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from toolchain.console import Step
from toolchain.errors import ToolchainError
from toolchain.pulumi import Cli


def arm(cli: Cli, extra: Sequence[str] = ()) -> int:
    """Writes the template of what `up` would do, or with `--deployed` or `--file` of a state; returns the exit code.

    Raises:
        ToolchainError: the preview or the export fails.
    """
    parser = argparse.ArgumentParser(prog="make arm ARGS=...", add_help=False, allow_abbrev=False)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--deployed", action="store_true", help="what the stack's state holds")
    source.add_argument("--file", type=Path, help="what this exported state holds")
    parser.add_argument("--out", type=Path, default=cli.layout.reports / "arm" / "deploymentTemplate.json")
    chosen, rest = parser.parse_known_args(extra)
    # Both hold secrets in the clear or encrypted: a folder of our own, gone when we are.
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "artefact.json"
        if chosen.file:
            command = ["--state", str(chosen.file)]
        elif chosen.deployed:
            known.write_text(cli.output("stack", "export"), encoding="utf-8")
            command = ["--state", str(known)]
        else:
            _preview(cli, known, rest)
            command = ["--calls", str(known)]
        return run(cli, "assurance.arm", [*command, "--out", str(chosen.out)])


def run(cli: Cli, module: str, arguments: Sequence[str]) -> int:
    """Runs a module of the assurance tools on the checkout's code and returns its exit code."""
    root = cli.layout.root
    paths = os.pathsep.join([str(root), str(root / "policy_pack")])
    command = [str(cli.layout.python), "-P", "-m", module, *arguments]
    return subprocess.run(command, cwd=Path.cwd(), env={**os.environ, "PYTHONPATH": paths}, check=False).returncode


def _preview(cli: Cli, calls: Path, extra: Sequence[str]) -> None:
    command = [str(cli.layout.pulumi), "preview", "--stack", cli.stack, "--non-interactive", *extra]
    with Step("pulumi preview"):
        result = subprocess.run(
            command,
            cwd=cli.layout.root,
            env={**os.environ, **cli.env, "PULUMI_DEBUG_GRPC": str(calls)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if result.returncode != 0:
        raise ToolchainError(f"the preview failed:\n{result.stdout[-3000:]}", "make `make preview` work first")
