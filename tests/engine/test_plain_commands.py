"""After `eval "$(make env)"` the commands of any Pulumi user work from the project's root, on the tracked stack file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.engine.harness import ROOT, SANDBOX_FILE

pytestmark = pytest.mark.usefixtures("stack_file_is_left_alone")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain")


@pytest.fixture(scope="module")
def stack_file_is_left_alone():
    before = SANDBOX_FILE.read_bytes()
    yield
    assert SANDBOX_FILE.read_bytes() == before


def shell(state: Path, command: str) -> str:
    """The output of `command` in a shell that did what the README says; the command must succeed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PULUMI_", "SIMULATED_"))}
    environment |= {"TOOLCHAIN_STATE": str(state), "SIMULATED_AZURE_TIME_SCALE": "0"}
    environment |= {"PULUMI_EXPERIMENTAL": "1", "PULUMI_SKIP_CHECKPOINTS": "true"}
    done = subprocess.run(
        ["bash", "-euc", f'eval "$(make --no-print-directory env)"; {command}'],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_env_prints_nothing_but_shell(state: Path) -> None:
    printed = shell(state, "make --no-print-directory env")
    assert printed
    assert all(line.startswith("export ") for line in printed.splitlines())


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pulumi preview --policy-pack policy_pack", "to create"),
        ("pulumi up --yes", "created"),
        ("pulumi refresh --yes --expect-no-changes", "unchanged"),
        ("pulumi policy analyze --policy-pack policy_pack", ""),
        ("pulumi stack output gateway_url", "https://"),
    ],
)
def test_plain_command_works(state: Path, command: str, expected: str) -> None:
    assert expected in shell(state, command)


def test_nobody_takes_it_for_azure(state: Path) -> None:
    assert "SIMULATED AZURE" in shell(state, "python3 -m simulated_azure world")
    assert "simulated Azure: nothing here reaches Microsoft" in shell(state, "pulumi preview")
    assert "file://" in shell(state, "pulumi whoami --verbose")
