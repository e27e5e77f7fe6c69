"""`make reliability ARGS=record`: the traces, from the real engine's state after `up` on a world with a fixed seed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml

from simulated_azure.arm.azure import Azure
from tests.engine.harness import ROOT, Deployment
from tests.proof.stack_writes import stacks
from tests.reliability import trace

PARENTS = Path(__file__).parent / "parents"
"""A program with what no stack has: the parents of arm-semantics 3.1 that refuse overlapping writes."""
SALT = "encryptionsalt"


def programs() -> dict[str, Path]:
    """What is recorded: name of the trace, which is the stack's for the landing zone -> folder of the program."""
    return {**dict.fromkeys(stacks(), ROOT), PARENTS.name: PARENTS}


def record(name: str) -> list[trace.Step]:
    """The steps of a program, as the real engine runs them now."""
    program = programs()[name]
    folder = Path(tempfile.mkdtemp(prefix="record-"))
    try:
        Azure.open(folder / "world.sqlite", time_scale=0.0, seed=trace.SEED).close()
        deployment = _stack(name, folder) if program == ROOT else Deployment(folder, program=program)
        deployment.up().must_pass()
        return trace.in_order(trace.from_state(deployment.state()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stack(name: str, folder: Path) -> Deployment:
    """A stack of the landing zone. Its tracked file stays as it is: `pulumi stack init` would add a salt to it."""
    stack_file = ROOT / "stacks" / f"Pulumi.{name}.yaml"
    content = stack_file.read_bytes()
    try:
        deployment = Deployment(folder, stack=name)
    finally:
        stack_file.write_bytes(content)
    # The salt of the empty passphrase, which the harness works with, is that of the sandbox.
    deployment.write_settings({SALT: deployment.settings()[SALT], **yaml.safe_load(content)})
    return deployment


def write(say: Callable[[str], None]) -> None:
    """Record everything anew."""
    for name in programs():
        steps = record(name)
        path = trace.path_of(name)
        text = trace.dump(steps)
        state = "unchanged" if path.exists() and path.read_text(encoding="utf-8") == text else "written"
        path.write_text(text, encoding="utf-8")
        say(f"{path.relative_to(ROOT)}: {len(steps)} resources, {state}")
