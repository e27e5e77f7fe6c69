"""A Ctrl-C reaches the CLI exactly once, and its exit code is ours."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from toolchain import environment
from toolchain.__main__ import main
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.pulumi import Cli

from .conftest import script

ROOT = Path(__file__).resolve().parents[3]
COUNTS_SIGNALS = """
import signal, sys, time
got = []
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, frame: got.append(number))
print("running", flush=True)
while not got:
    time.sleep(0.01)
time.sleep(0.3)
print("got", [int(number) for number in got], flush=True)
sys.exit(7)
"""
RUN = """
import sys; from pathlib import Path
from toolchain.layout import Layout; from toolchain.pulumi import Cli
root = Path(sys.argv[1])
layout = Layout(root=root, tools=root / ".tools", venv=root / ".venv", simulated=root / "s")
sys.exit(Cli(layout, {}).run("up"))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_passed_on_once(layout: Layout, number: signal.Signals):
    (layout.root / "fake.py").write_text(COUNTS_SIGNALS)
    script(layout.pulumi, f"exec {sys.executable} {layout.root}/fake.py")
    command = [sys.executable, "-c", RUN, str(layout.root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        process.send_signal(number)
        assert process.stdout.read() == f"got [{int(number)}]\n"
    assert process.returncode == 7


def test_json_is_read(layout: Layout):
    script(layout.pulumi, """echo '{"a": [1]}'""")
    assert Cli(layout, environment.simulated(layout)).read("stack", "export") == {"a": [1]}


def test_a_failing_read_tells_why(layout: Layout):
    script(layout.pulumi, "echo no such stack >&2; exit 255")
    with pytest.raises(ToolchainError, match="no such stack"):
        Cli(layout, environment.simulated(layout)).read("stack", "export")


def test_the_world_is_asked_in_the_same_environment(layout: Layout):
    script(layout.python, 'echo "{\\"world\\": \\"$SIMULATED_AZURE_WORLD\\", \\"args\\": \\"$*\\"}"')
    said = json.loads(Cli(layout, environment.simulated(layout)).simulated_azure("world", "--json").stdout)
    assert said == {
        "world": str(layout.simulated.resolve() / "world.sqlite"),
        "args": "-P -m simulated_azure world --json",
    }


def test_a_users_problem_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("TOOLCHAIN_TOOLS", str(tmp_path))
    monkeypatch.setenv("TOOLCHAIN_CLI", "carrier pigeon")
    assert main(["setup"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: TOOLCHAIN_CLI is 'carrier pigeon'\n  what to do: ")


def test_arguments_for_nobody_are_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["setup", "--parallel", "4"])
    assert "unknown arguments: --parallel 4" in capsys.readouterr().err
