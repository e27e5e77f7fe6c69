"""The pipelines in the documentation never run here; what can be held to without their services is held to."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from assurance.policy import __main__ as reporter
from toolchain import layout

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "use-the-policy-pack-in-ci.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
GITHUB, AZURE = [yaml.safe_load(text) for language, text in BLOCKS if language == "yaml"]
GITHUB_STEPS: list[dict[str, Any]] = [step for job in GITHUB["jobs"].values() for step in job["steps"]]
AZURE_STEPS: list[dict[str, Any]] = AZURE["steps"]
SCRIPTS = [
    *(text for language, text in BLOCKS if language == "sh"),
    *(step["run"] for step in GITHUB_STEPS if "run" in step),
    *(step["script"] for step in AZURE_STEPS if "script" in step),
    *(step["inputs"]["inlineScript"] for step in AZURE_STEPS if "inlineScript" in step.get("inputs", {})),
]


def commands(program: str) -> list[list[str]]:
    """Arguments of every call of a program in the scripts."""
    lines = [line for script in SCRIPTS for line in script.replace("\\\n", " ").splitlines() if f"{program} " in line]
    return [shlex.split(re.sub(r"[<>|].*$", "", line.partition(f"{program} ")[2])) for line in lines]


def test_each_step_of_github_does_one_thing_with_a_version():
    for step in GITHUB_STEPS:
        assert ("uses" in step) != ("run" in step), step
        assert re.fullmatch(r"[\w.-]+(/[\w.-]+)+@(v\d+|[0-9a-f]{40})", step.get("uses", "a/b@v1")), step


def test_no_job_has_more_rights_than_it_names():
    assert GITHUB["permissions"] == {}
    assert all(set(job["permissions"].values()) <= {"read", "write"} for job in GITHUB["jobs"].values())


def test_each_task_of_azure_has_a_version():
    for step in AZURE_STEPS:
        assert sum(kind in step for kind in ("task", "script", "publish")) == 1, step
        assert re.fullmatch(r"\w+@\d+", step.get("task", "a@1")), step


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_bash(script):
    checked = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_the_reporter_takes_the_arguments_that_it_is_given():
    calls = commands("assurance.policy")
    assert len(calls) == 3
    for arguments in calls:
        assert reporter._parser().parse_args(arguments).out == Path("reports")


def test_files_that_steps_read_are_written():
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"\breports/([\w.-]+)", text)) <= set(reporter._WRITERS)
    assert (ROOT / "requirements.txt").is_file()
    assert (ROOT / "policy_pack" / "PulumiPolicy.yaml").is_file()


def test_the_pulumi_that_is_installed_is_the_one_that_the_tests_run():
    assert set(re.findall(r"\b3\.\d+\.\d+\b", PAGE.read_text(encoding="utf-8"))) == {layout.PULUMI_VERSION}
