"""The simulated environment is complete, its own, and safe to `eval`."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolchain import environment, plugins, virtualenv
from toolchain.errors import ToolchainError
from toolchain.layout import Layout, checkout

from .conftest import script

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)


@given(TEXT)
def test_any_value_survives_the_shell(value: str):
    shell = environment.exports({"VALUE": value}) + 'printf %s "$VALUE"'
    assert subprocess.run(["sh", "-c", shell], capture_output=True, check=True).stdout == value.encode()


def test_home_backend_and_world_are_our_own(layout: Layout):
    variables = environment.simulated(layout)
    inside = str(layout.tools.resolve())
    assert variables["PULUMI_HOME"].startswith(str(layout.tools))
    assert variables["PULUMI_BACKEND_URL"].startswith(f"file://{inside}")
    assert variables["SIMULATED_AZURE_WORLD"].startswith(inside)
    assert variables["PULUMI_CONFIG_PASSPHRASE"] == ""


def test_path_does_not_grow_with_every_eval(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    once = environment.simulated(layout)["PATH"]
    monkeypatch.setenv("PATH", once)
    assert environment.simulated(layout)["PATH"] == once


def test_a_state_folder_moves_backend_and_world_only(layout: Layout, tmp_path: Path):
    here, there = environment.simulated(layout), environment.simulated(layout, tmp_path / "other")
    assert {name for name in here if here[name] != there[name]} == {"PULUMI_BACKEND_URL", "SIMULATED_AZURE_WORLD"}


def test_parts_of_the_layout_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOOLCHAIN_TOOLS", str(tmp_path / "tools"))
    assert checkout().simulated == tmp_path / "tools" / "simulated"
    monkeypatch.setenv("TOOLCHAIN_STATE", str(tmp_path / "state"))
    assert checkout().simulated == tmp_path / "state"


def test_the_stack_is_made_once(layout: Layout):
    calls = layout.root / "calls"
    variables = environment.simulated(layout)
    checkpoint = layout.simulated / "state" / ".pulumi" / "stacks" / "ai-landing-zone" / "sandbox.json"
    script(layout.pulumi, f'echo "$@" >> {calls}; mkdir -p {checkpoint.parent}; touch {checkpoint}')
    environment.ensure_stack(layout, variables)
    environment.ensure_stack(layout, variables)
    assert calls.read_text().splitlines() == [f"stack init sandbox --no-select --non-interactive --cwd {layout.root}"]


def test_a_refused_stack_says_what_to_do(layout: Layout):
    script(layout.pulumi, "echo damaged >&2; exit 255")
    with pytest.raises(ToolchainError, match="damaged") as caught:
        environment.ensure_stack(layout, environment.simulated(layout))
    assert "make clean" in caught.value.remedy


def test_the_plugin_passes_arguments_and_paths_with_blanks(tmp_path: Path):
    root = tmp_path / "a folder"
    layout = Layout(root=root, tools=root / ".tools", venv=root / ".venv", simulated=root / "s")
    script(layout.python, 'echo "$PYTHONPATH|$@"')
    plugins.ensure_azure_native(layout)
    shim = plugins.azure_native_shim(layout)
    env = {**os.environ, "SIMULATED_AZURE_WORLD": "x"}
    said = subprocess.run([str(shim), "127.0.0.1:1"], env=env, capture_output=True, text=True, check=True).stdout
    assert said == f"{root}|-P -m simulated_azure provider 127.0.0.1:1\n"


def test_the_plugin_does_not_start_outside_the_simulated_environment(layout: Layout):
    plugins.ensure_azure_native(layout)
    env = {name: value for name, value in os.environ.items() if name != "SIMULATED_AZURE_WORLD"}
    done = subprocess.run(
        [str(plugins.azure_native_shim(layout))], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "simulated" in done.stderr


def test_the_plugin_is_not_written_again(layout: Layout):
    plugins.ensure_azure_native(layout)
    before = plugins.azure_native_shim(layout).stat().st_mtime_ns
    plugins.ensure_azure_native(layout)
    assert plugins.azure_native_shim(layout).stat().st_mtime_ns == before


def fake_python(layout: Layout, monkeypatch: pytest.MonkeyPatch, pip: str = "exit 0") -> Path:
    """Stands for the Python that makes the environment; `pip` is what `pip install` in it does."""
    calls = layout.root / "calls"
    inner = f'echo "$@" >> {calls}; case "$3" in install) {pip};; esac'
    outer = f"mkdir -p $3/bin && printf '%s\\n' '#!/bin/sh' '{inner}' > $3/bin/python && chmod +x $3/bin/python"
    monkeypatch.setattr("sys.executable", str(script(layout.root / "python3", outer)))
    return calls


def test_the_environment_is_made_once(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    fake_python(layout, monkeypatch)
    assert not virtualenv.ready(layout)
    virtualenv.ensure(layout)
    assert virtualenv.ready(layout)


def test_changed_requirements_are_installed(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    calls = fake_python(layout, monkeypatch)
    virtualenv.ensure(layout)
    (layout.root / "requirements.txt").write_text("another==1\n")
    assert not virtualenv.ready(layout)
    virtualenv.ensure(layout)
    assert virtualenv.ready(layout)
    assert sum("install" in call for call in calls.read_text().splitlines()) == 2


def test_an_interrupted_install_starts_from_scratch(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    fake_python(layout, monkeypatch, pip="touch $(dirname $0)/half; exit 1")
    with pytest.raises(ToolchainError, match="pip"):
        virtualenv.ensure(layout)
    assert (layout.venv / "bin" / "half").exists()
    assert not virtualenv.ready(layout)
    fake_python(layout, monkeypatch)
    virtualenv.ensure(layout)
    assert virtualenv.ready(layout)
    assert not (layout.venv / "bin" / "half").exists()


def test_an_old_python_is_named(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    with pytest.raises(ToolchainError, match=r"needs 3\.11 or later"):
        virtualenv.ensure(layout)


def test_the_pack_shares_the_environment(layout: Layout):
    pack = layout.root / "policy_pack"
    pack.mkdir()
    virtualenv.link_policy_pack(layout)
    virtualenv.link_policy_pack(layout)
    layout.venv.mkdir()
    assert (pack / ".venv").resolve() == layout.venv.resolve()
