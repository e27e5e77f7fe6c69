"""Files arrive whole or not at all, whatever happens in between."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolchain import files, run
from toolchain.console import Step, duration
from toolchain.errors import ToolchainError

ROOT = Path(__file__).resolve().parents[3]


def test_write_replaces_content_and_sets_the_mode(tmp_path: Path):
    target = tmp_path / "a" / "b"
    files.write(target, "one")
    files.write(target, "two", executable=True)
    assert target.read_text() == "two"
    assert os.access(target, os.X_OK)
    assert [path.name for path in target.parent.iterdir()] == ["b"]


def test_install_replaces_a_program_that_is_running(tmp_path: Path):
    target = tmp_path / "sleeper"
    files.install(Path("/bin/sleep"), target)
    with subprocess.Popen([str(target), "30"]) as running:
        files.install(Path("/bin/echo"), target)
        running.kill()
    assert subprocess.run([str(target), "new"], capture_output=True, text=True, check=True).stdout == "new\n"


def test_fingerprint_depends_on_names_and_contents(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("same")
    two.write_text("same")
    assert files.fingerprint(one) != files.fingerprint(two)
    before = files.fingerprint(one, two)
    two.write_text("other")
    assert files.fingerprint(one, two) != before


def test_workspace_is_empty_and_goes_away(tmp_path: Path):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "left-by-a-killed-run").touch()
    with files.workspace(tmp_path) as scratch:
        assert list(scratch.iterdir()) == []
    assert not scratch.exists()


def test_a_killed_owner_does_not_block_the_next_one(tmp_path: Path):
    code = (
        "import sys, time; from pathlib import Path; from toolchain import files\n"
        "with files.workspace(Path(sys.argv[1])): print('in', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"in\n"
        owner.send_signal(signal.SIGKILL)
    started = time.monotonic()
    with files.workspace(tmp_path) as scratch:
        assert scratch.is_dir()
    assert time.monotonic() - started < 5


def test_a_second_setup_waits_for_the_first(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from toolchain import files\n"
        "with files.workspace(Path(sys.argv[1])): print('in', flush=True)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with files.workspace(tmp_path):
        second = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate(timeout=10)[0] == "in\n"


def test_a_failing_command_tells_its_last_words_and_what_to_do(tmp_path: Path):
    seen: list[str] = []
    with pytest.raises(ToolchainError) as caught:
        run.logged(
            ["sh", "-c", "echo first; echo last >&2; exit 3"],
            tmp_path / "log",
            remedy="Do this.",
            on_line=seen.append,
        )
    assert seen == ["first", "last"]
    assert "exit code 3" in caught.value.message
    assert "last" in caught.value.message
    assert str(caught.value).endswith(f"Do this. The whole output is in {tmp_path / 'log'}.")


def test_a_missing_command_is_no_traceback(tmp_path: Path):
    with pytest.raises(ToolchainError, match="cannot start no-such-program"):
        run.logged(["no-such-program"], tmp_path / "log", remedy="Install it.")


@pytest.mark.parametrize("command", [["no-such-program"], ["sh", "-c", "echo x; exit 1"], ["sleep", "5"]])
def test_answer_is_none_when_there_is_none(command: list[str]):
    assert run.answer(command, timeout=0.3) is None


def test_a_short_step_is_one_line():
    stream = io.StringIO()
    with Step("work", stream) as step:
        step.update("half")
    assert stream.getvalue() == "work (0:00)\n"


def test_a_step_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("toolchain.console._QUIET_SECONDS", 0.01)
    stream = io.StringIO()
    with Step("work", stream) as step:
        step.update("3 of 7")
        while not stream.getvalue():
            time.sleep(0.01)
    assert stream.getvalue().startswith("work - 3 of 7 (0:00) ...\n")


def test_duration_is_minutes_and_seconds():
    assert [duration(seconds) for seconds in (0, 59.9, 61)] == ["0:00", "0:59", "1:01"]
