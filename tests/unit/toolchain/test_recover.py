"""What is done after a kill, and what the stack's state is read as."""

import dataclasses
import json
import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolchain import environment, lifecycle, recover, state, summary
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.pulumi import Cli
from toolchain.recover import Found
from toolchain.state import Deployment, Lock, Pending

from .conftest import script

KINDS = st.sampled_from(["creating", "updating", "deleting", "reading", "importing"])
FOUND = st.builds(Found, st.sampled_from(["", "/subscriptions/x"]), st.sampled_from([True, False, None]))


def pending(name: str = "one", kind: str = "creating") -> Pending:
    urn = f"urn:pulumi:sandbox::ai-landing-zone::azure-native:network:Subnet::{name}"
    return Pending(urn, kind, "azure-native:network:Subnet", {"subnetName": name})


@given(st.lists(st.tuples(KINDS, FOUND)))
def test_every_operation_is_dealt_with_exactly_once(operations: list[tuple[str, Found]]):
    asked = [pending(str(number), kind) for number, (kind, _) in enumerate(operations)]
    answers = {each.urn: answer for each, (_, answer) in zip(asked, operations, strict=True)}
    plan = recover.plan([], asked, lambda each: answers[each.urn])
    dealt = [each.urn for each, _ in plan.imports] + [
        each.urn for each in (*plan.clears, *plan.undecided, *plan.others)
    ]
    assert sorted(dealt) == sorted(answers)
    assert all(answers[each.urn].exists is False for each in plan.clears)
    assert all(answers[each.urn].exists and found_id for each, found_id in plan.imports)
    assert plan.empty == (not operations)


def test_the_plan_reads_and_acts_as_told():
    lock = Lock(Path("x.json"), 4711, "here")
    answers = {"there": Found("/id", exists=True), "gone": Found("/id2", exists=False)}
    answers["changed"] = Found("/id3", exists=True)
    operations = [pending("there"), pending("gone"), pending("changed", "updating")]
    plan = recover.plan([lock], operations, lambda each: answers[each.inputs["subnetName"]])
    text = plan.describe()
    for part in (
        "unlock  the stack (was locked by process 4711",
        "Subnet there: it exists as /id",
        "forget  Subnet gone",
    ):
        assert part in text
    assert "read    Subnet changed again: it was being updated" in text
    raw = [{"type": each.kind, "resource": {"urn": each.urn}} for each in operations]
    settled = plan.settle({"version": 3, "deployment": {"resources": [{"urn": "s"}], "pending_operations": raw}})
    assert settled["version"] == 3
    assert settled["deployment"]["resources"] == [{"urn": "s"}, {"urn": pending("there").urn, "id": "/id"}]
    assert settled["deployment"]["pending_operations"] == [raw[2]]


def test_what_azure_had_not_finished_is_written_again():
    operations = [pending("half"), pending("changed", "updating"), pending("whole")]
    plan = recover.plan([], operations, lambda each: Found("/id", exists=True, whole=each.urn == operations[2].urn))
    assert plan.unfinished == {operations[0].urn, operations[1].urn}
    assert "note    Subnet half: not finished" in plan.describe()
    raw = [{"type": each.kind, "resource": {"urn": each.urn}} for each in operations]
    state_of_changed = {"urn": operations[1].urn, "id": "/id"}
    settled = plan.settle({"deployment": {"resources": [state_of_changed], "pending_operations": raw}})
    marked = {each["urn"] for each in settled["deployment"]["resources"] if each.get("initErrors")}
    assert marked == plan.unfinished == set(recover.half_done(settled))


@pytest.mark.parametrize(
    ("wanted", "found", "kept"),
    [
        ({"tls": "1.2"}, {"tls": "1.2", "tier": "Hot"}, {"tls": "1.2"}),  # a default of the server is no input
        ({"tls": "1.2"}, {"tls": "1.0"}, {"tls": "1.0"}),  # a difference stays, so that `up` undoes it
        ({"secret": "x"}, {}, {"secret": "x"}),  # what the server never shows
        ({"rules": [{"a": 1}]}, {"rules": [{"a": 1, "id": "y"}]}, {"rules": [{"a": 1}]}),
        ({"rules": [1]}, {"rules": [1, 2]}, {"rules": [1, 2]}),
    ],
)
def test_of_what_was_found_only_what_was_wanted_is_an_input(wanted: Any, found: Any, kept: Any):
    assert recover.declared(wanted, found) == kept
    state = {"deployment": {"resources": [{"urn": "a", "inputs": found}, {"urn": "b", "inputs": {"x": 1}}]}}
    resources = recover.with_inputs(state, {"a": wanted})["deployment"]["resources"]
    assert [each["inputs"] for each in resources] == [kept, {"x": 1}]


@pytest.mark.parametrize(
    ("shown", "whole"),
    [({}, True), ({"properties": {"provisioningState": "Succeeded"}}, True),
     ({"properties": {"provisioningState": "Creating"}}, False)],
)  # fmt: skip
def test_azure_says_what_it_has_finished(shown: dict[str, Any], whole: bool):
    assert recover.is_whole(shown) is whole


def test_what_is_inside_a_component_is_imported_under_it():
    parent = "urn:pulumi:prod::p::ai-landing-zone:index:Network::network"
    inside = dataclasses.replace(pending(), parent=parent)
    assert f"--parent network={parent} azure-native:network:Subnet" in recover.by_hand(
        recover.Plan(undecided=(inside,)), "prod"
    )
    assert "--parent" not in recover.by_hand(recover.Plan(undecided=(pending(),)), "prod")


def test_what_cannot_be_told_ends_in_commands_to_finish_by_hand():
    plan = recover.plan([], [pending()], lambda _each: Found("", exists=None))
    assert "ask     Subnet one" in plan.describe()
    assert pending().urn in recover.by_hand(plan, "prod")
    assert "pulumi cancel --yes --stack prod" in recover.by_hand(plan, "prod")


EXPORT: dict[str, Any] = {
    "deployment": {
        "resources": [
            {
                "type": "pulumi:pulumi:Stack", "urn": "s",
                "outputs": {"gateway": "https://gw", "ids": {"mcp": ["https://a/mcp", "x"]}, "n": 3},
            },
            {"type": "ai-landing-zone:index:Network", "urn": "c"},
            {"type": "pulumi:providers:azure-native", "urn": "p", "custom": True},
            {"type": "azure-native:network:Subnet", "urn": "n", "custom": True},
            {"type": "azure-native:network/v20240101:Subnet", "urn": "n2", "custom": True},
            {"type": "azure-native:storage:StorageAccount", "urn": "st", "custom": True},
            {"type": "azure-native:storage:StorageAccount", "urn": "old", "custom": True, "delete": True},
        ],
        "pending_operations": [
            {"type": "creating", "resource": {"urn": "u", "type": "azure-native:network:Subnet", "inputs": {"a": 1}}}
        ],
    }
}  # fmt: skip


def test_the_state_counts_what_is_in_azure():
    deployment = Deployment.parse(EXPORT)
    assert deployment.by_service() == {"network": 2, "storage": 1}
    assert deployment.pending == (Pending("u", "creating", "azure-native:network:Subnet", {"a": 1}),)


def test_an_empty_stack_is_read_too():
    assert Deployment.parse({"version": 3, "deployment": {}}) == Deployment((), ())
    assert Deployment.parse({"deployment": None}).outputs == {}


def test_the_summary_names_counts_and_addresses():
    text = summary.built(Deployment.parse(EXPORT))
    assert "3 resources in the SIMULATED Azure" in text
    assert "   2  network" in text
    assert "gateway    https://gw" in text
    assert "ids.mcp.0  https://a/mcp" in text


@pytest.fixture
def cli(layout: Layout) -> Cli:
    return Cli(layout, environment.simulated(layout))


def export_by(layout: Layout, document: dict[str, Any]) -> None:
    """A CLI that only exports, and writes down what else it is asked to do."""
    (layout.root / "export.json").write_text(json.dumps(document))
    script(
        layout.pulumi,
        f'case "$1 $2" in "stack export") cat {layout.root}/export.json;; *) echo "$@" >> {layout.root}/calls;; esac',
    )


def lock(cli: Cli, pid: int, host: str | None = None) -> Path:
    folder = cli.backend / "locks" / "organization" / "ai-landing-zone" / "sandbox"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{pid}.json"
    path.write_text(json.dumps({"pid": pid, "hostname": host or socket.gethostname()}))
    return path


def gone() -> int:
    """The id of a process that has ended."""
    with subprocess.Popen(["true"]) as process:
        pass
    return process.pid


def test_a_lock_is_held_as_long_as_its_process_lives(cli: Cli):
    lock(cli, os.getpid())
    lock(cli, gone())
    assert sorted(each.held() for each in state.locks(cli)) == [False, True]


def test_a_lock_from_another_machine_counts_as_held(cli: Cli):
    lock(cli, gone(), "another-machine")
    assert [each.held() for each in state.locks(cli)] == [True]


@pytest.fixture
def prepared(layout: Layout, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setattr(lifecycle, "prepare", lambda _layout: cli)
    export_by(layout, EXPORT)
    return cli


def calls(layout: Layout) -> list[str]:
    path = layout.root / "calls"
    return path.read_text().splitlines() if path.exists() else []


def simulated(layout: Layout, *, exists: bool) -> None:
    answer = json.dumps([{"id": "/subscriptions/x", "resource": {} if exists else None}])
    script(layout.python, f"case $4 in locate) echo '{answer}';; *) exit 1;; esac")


@pytest.mark.parametrize("exists", [True, False])
def test_recover_unlocks_settles_and_refreshes(layout: Layout, prepared: Cli, exists: bool):
    simulated(layout, exists=exists)
    lock(prepared, gone())
    assert recover.recover(layout, ["--x"], yes=True) == 0
    cancelled, imported, refreshed, *again = calls(layout)
    assert len(again) == exists  # once more with the inputs that the program declares
    assert cancelled == "cancel --yes --stack sandbox --non-interactive"
    assert imported.startswith("stack import --file ")
    assert refreshed == "refresh --yes --skip-preview --x --stack sandbox --non-interactive"


def test_recover_changes_nothing_while_a_run_is_alive(layout: Layout, prepared: Cli):
    lock(prepared, os.getpid())
    with pytest.raises(ToolchainError, match="still works on this stack"):
        recover.recover(layout, yes=True)
    assert calls(layout) == []


def test_recover_changes_nothing_without_a_yes(layout: Layout, prepared: Cli, monkeypatch: pytest.MonkeyPatch):
    simulated(layout, exists=True)
    with (Path("/dev/null")).open() as null:
        monkeypatch.setattr("sys.stdin", null)
        with pytest.raises(ToolchainError, match="no terminal"):
            recover.recover(layout, yes=False)
    assert calls(layout) == []


def test_recover_has_nothing_to_do_on_a_sound_stack(layout: Layout, prepared: Cli):
    export_by(layout, {"deployment": {}})
    assert recover.recover(layout, yes=False) == 0
    assert calls(layout) == []


@pytest.mark.usefixtures("prepared")
def test_up_does_not_start_on_top_of_a_killed_run(layout: Layout):
    with pytest.raises(ToolchainError, match="a former run was killed") as caught:
        lifecycle.up(layout)
    assert "make recover" in caught.value.remedy
    assert calls(layout) == []


def checkpoint_of(cli: Cli) -> Path:
    path = cli.backend / "stacks" / "ai-landing-zone" / "sandbox.json"
    path.parent.mkdir(parents=True)
    return path


def test_a_state_file_cut_short_is_replaced_by_its_backup(cli: Cli):
    checkpoint = checkpoint_of(cli)
    checkpoint.write_text('{"version": 3, "ch')
    Path(f"{checkpoint}.bak").write_text('{"version": 3}')
    damaged = state.mend_checkpoint(cli)
    assert damaged is not None
    assert damaged.read_text() == '{"version": 3, "ch'
    assert json.loads(checkpoint.read_text()) == {"version": 3}
    assert state.mend_checkpoint(cli) is None


def test_attributes_cut_short_are_set_aside(cli: Cli):
    """Crash point destroy/engine/after-apply/7: with them `failed to load checkpoint: EOF`, without them all is well."""
    checkpoint = checkpoint_of(cli)
    checkpoint.write_text('{"version": 3}')
    attributes, whole = Path(f"{checkpoint}.attrs"), Path(f"{checkpoint}.bak.attrs")
    attributes.write_text("")
    whole.write_text('{"user.content_type": "application/json"}')
    damaged = state.mend_checkpoint(cli)
    assert damaged is not None
    assert damaged.exists()
    assert not attributes.exists()
    assert whole.exists()
    assert json.loads(checkpoint.read_text()) == {"version": 3}
    assert state.mend_checkpoint(cli) is None


def test_without_a_readable_backup_nothing_is_changed(cli: Cli):
    checkpoint = checkpoint_of(cli)
    checkpoint.write_text("")
    with pytest.raises(ToolchainError, match="neither the state file nor its backup"):
        state.mend_checkpoint(cli)
    assert checkpoint.read_text() == ""
