"""The commands of docs/how-to/tear-down-and-purge.md, run in their order on a stack that was destroyed without care."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.engine.harness import ROOT, Deployment, Result, toolchain

PAGE = ROOT / "docs" / "how-to" / "tear-down-and-purge.md"
COMMANDS = re.findall(r"^```bash\n(.*?)\n```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    made = Deployment(tmp_path_factory.mktemp("purge"), time_scale=0.0002)
    run(made, "make up").must_pass()
    return made


def run(deployment: Deployment, command: str) -> Result:
    """A `make` command of the page, on this stack's own world and stack file."""
    target, *arguments = shlex.split(command.removeprefix("make "))
    extra = [part for argument in arguments for part in shlex.split(argument.removeprefix("ARGS="))]
    quick = ["--skip-preview"] if target in {"up", "destroy"} else []
    return toolchain(deployment, target, *extra, *quick, "--config-file", str(deployment.config_file))


def test_the_page_has_the_commands_that_are_tested_here() -> None:
    assert COMMANDS == ["make destroy", "make purge", "make purge ARGS=--yes", "make destroy", "make up"]


def test_a_plain_destroy_stops_at_the_subnet(deployment: Deployment) -> None:
    assert "legionservicelink" in deployment.destroy().must_fail().output


def test_purge_shows_its_plan_and_asks(deployment: Deployment) -> None:
    output = run(deployment, COMMANDS[1]).must_fail().output
    assert re.search(r"purge {2}microsoft.cognitiveservices/accounts aif-\S+ \(kept until \d{4}-\d\d-\d\d", output)
    assert "run `make purge ARGS=--yes` to go ahead" in output


def test_purge_frees_what_it_may(deployment: Deployment) -> None:
    output = run(deployment, COMMANDS[2]).must_pass().output
    assert "purging aif-" in output
    assert "nothing of this stack" in run(deployment, COMMANDS[1]).must_pass().output


def test_destroy_finishes(deployment: Deployment) -> None:
    run(deployment, COMMANDS[3]).must_pass()
    assert deployment.world() == []
    output = run(deployment, COMMANDS[1]).must_pass().output
    assert re.search(r"keep {3}microsoft.keyvault/vaults kv\S+ until \d{4}-\d\d-\d\d: purge protection", output)
    assert re.search(
        r"keep {3}microsoft.operationalinsights/workspaces log-\S+ until \S+ this type has no purge", output
    )
    assert "a new incarnation" in output


def test_the_same_configuration_builds_again(deployment: Deployment) -> None:
    assert "incarnation 2" in run(deployment, COMMANDS[4]).must_pass().output
