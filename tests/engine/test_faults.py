"""Faults that need the real engine, on the program of twenty resources: the rest runs in process by the thousand."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from simulated_azure.faults.plan import AFTER, Fault, parse_plan
from tests.engine.harness import ROOT, managed, toolchain
from tests.reliability.engine_cases import Case
from tests.reliability.engine_runs import KEEP_CHECKPOINTS, Runner, Small, loads
from tests.reliability.oracles import BrokenError

PAGE = ROOT / "docs" / "how-to" / "recover.md"


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("faults"))


@pytest.fixture
def built(runner: Runner, tmp_path: Path) -> Small:
    return Small.copy(runner.built, tmp_path / "built")


@pytest.mark.parametrize(
    "case",
    [
        Case("up/engine", "up", (Fault("crash", "create", phase=AFTER, victim="engine", ordinal=9),)),
        Case("up/provider", "up", (Fault("crash", "create", phase=AFTER, victim="provider", ordinal=12),)),
        Case("up/program", "up", die_after=6),
        Case("up/lost answer", "up", (Fault("drop", "create", phase=AFTER, ordinal=7, times=4),)),
    ],
    ids=lambda case: case.name,
)
def test_a_fault_leaves_nothing_behind(runner: Runner, case: Case) -> None:
    assert runner.run(case) == ""


def test_every_checkpoint_on_the_way_is_judged(runner: Runner, tmp_path: Path) -> None:
    made = Small.copy(runner.empty, tmp_path / "made")
    made.environment[KEEP_CHECKPOINTS] = "true"
    made.up().must_pass()
    found = made.checkpoints()
    assert len(found) > runner.size
    resources = found[-2]["resources"]
    for broken in ([*resources, resources[-1]], resources[::-1]):
        with pytest.raises(BrokenError, match="O5"):
            loads(broken)


def test_what_does_not_need_what_failed_is_built_with_continue_on_error(runner: Runner, tmp_path: Path) -> None:
    """The replay does the same, for every resource."""
    made = Small.copy(runner.empty, tmp_path / "made")
    denied = Fault("answer", "create", type="Microsoft.Storage/storageAccounts", status=400, code="BadRequest")
    made.plan((denied,))
    assert "BadRequest" in made.up("--continue-on-error").must_fail().output
    missing = {each["id"] for each in managed(runner.built.checkpoint()["resources"])}
    missing -= {each["id"] for each in managed(made.checkpoint()["resources"])}
    account = next(each for each in missing if each.endswith("/storageAccounts/stsmallreliability"))
    assert all(each.startswith(account) or "/pe-blob" in each for each in missing), missing
    made.up().must_pass()
    assert made.picture() == runner.built.picture()


def test_a_lost_state_is_adopted(built: Small) -> None:
    resources, world = managed(built.checkpoint()["resources"]), built.picture()
    exported = json.loads(built.pulumi("stack", "export", "--stack", built.stack).must_pass().output)
    exported["deployment"]["resources"] = []
    lost = built.folder / "lost.json"
    lost.write_text(json.dumps(exported))
    built.pulumi("stack", "import", "--file", str(lost), "--stack", built.stack).must_pass()

    assert "cannot create already existing resource" in built.up().must_fail().output
    assert built.picture() == world

    assert f"{len(resources)} resources adopted" in toolchain(built, "adopt", "--yes").must_pass().output
    assert built.picture() == world
    built.preview("--expect-no-changes").must_pass()


def test_a_second_writer_is_refused(built: Small) -> None:
    built.environment["SIMULATED_AZURE_TIME_SCALE"] = "1"
    built.environment["RELIABILITY_REVISION"] = "2"
    first = built.start("up", "--yes", "--skip-preview")
    built.wait_for_lock()
    second = built.up()
    first.kill()
    first.communicate(timeout=60)
    assert second.code != 0
    assert "the stack is currently locked by 1 lock" in second.output


def test_a_corrupt_state_is_refused(built: Small) -> None:
    before = built.picture()
    path = built.backend / "stacks" / "ai-landing-zone" / f"{built.stack}.json"
    content = json.loads(path.read_text())
    resources = content["checkpoint"]["latest"]["resources"]
    resources.append(resources[-1])
    path.write_text(json.dumps(content))
    assert re.search(r"snapshot integrity|duplicate resource", built.up().must_fail().output)
    assert built.picture() == before


def test_without_a_passphrase_nothing_is_touched(built: Small) -> None:
    before = built.picture()
    del built.environment["PULUMI_CONFIG_PASSPHRASE"]
    built.environment["RELIABILITY_REVISION"] = "2"
    assert "passphrase must be set" in built.up().must_fail().output
    assert built.picture() == before


def test_the_page_on_recovery_says_what_works(built: Small) -> None:
    """The plan on the page is taken as it is; what the page says to do then brings the stack back."""
    page = PAGE.read_text(encoding="utf-8")
    plan = re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0]
    built.plan(tuple(parse_plan(plan, PAGE.name)))
    built.environment["RELIABILITY_REVISION"] = "2"
    assert built.up().code != 0
    assert built.in_doubt()
    assert "make recover" in page
    toolchain(built, "recover", "--yes").must_pass()
    built.plan(())
    built.up().must_pass()
    built.up("--expect-no-changes").must_pass()


def commands(heading: str) -> list[list[str]]:
    """The `pulumi` commands of the page's section, in their order, without comments."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [
        line.split("#")[0]
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        for line in block.splitlines()
    ]
    return [shlex.split(line)[1:] for line in lines if line.startswith("pulumi ")]


def there(runner: Runner, made: Small) -> dict[str, str]:
    """What Azure has and the state has not: URN -> id."""
    known = {each["urn"] for each in managed(made.checkpoint()["resources"])}
    ids = {each["urn"]: each["id"] for each in managed(runner.built.checkpoint()["resources"])}
    return {urn: id_ for urn, id_ in ids.items() if urn not in known and id_.lower() in made.picture()}


def killed(runner: Runner, folder: Path) -> Small:
    """A stack whose engine was killed. A kill that cuts a write of the state short is for `make recover` alone."""
    for attempt in itertools.count():
        made = Small.copy(runner.empty, folder / str(attempt))
        made.plan((Fault("crash", "create", phase=AFTER, victim="engine", ordinal=9),))
        assert made.up().code != 0
        made.plan(())
        if made.pulumi("stack", "export", "--stack", made.stack).code == 0:
            return made
    raise AssertionError


def take_over(runner: Runner, made: Small, heading: str) -> None:
    """Type the section's commands, the import for each resource that is there; then all is as it should be."""
    found = there(runner, made)
    assert found
    for words in commands(heading):
        if words[0] != "import":
            made.pulumi(*words).must_pass()
            continue
        for urn, id_ in found.items():
            kind, name = urn.split("::")[-2:]
            known = {"TYPE": kind, "NAME": name, "ID": id_}
            made.pulumi(*(known.get(word, word) for word in words)).must_pass()
    assert bodies(made) == bodies(runner.built)
    made.up("--expect-no-changes").must_pass()


def bodies(made: Small) -> dict[str, Any]:
    return {key: (json.loads(body), failed) for key, (body, failed) in made.picture().items()}


def test_a_killed_run_is_repaired_with_plain_pulumi(runner: Runner, tmp_path: Path) -> None:
    take_over(runner, killed(runner, tmp_path), "The run was killed")


def test_what_a_lost_answer_left_is_imported_with_plain_pulumi(runner: Runner, tmp_path: Path) -> None:
    made = Small.copy(runner.empty, tmp_path / "made")
    made.plan((Fault("crash", "create", phase=AFTER, victim="provider", ordinal=12),))
    made.up().must_fail()
    made.plan(())
    take_over(runner, made, "An answer was lost")
