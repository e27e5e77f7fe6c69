"""What is purged and what is said, for what soft delete may hold."""

import pytest

from toolchain import purge, soft_delete, teardown
from toolchain.errors import ToolchainError
from toolchain.pulumi import Cli
from toolchain.soft_delete import Kept
from toolchain.state import Deployment

from .conftest import script

GROUP = "/subscriptions/s/resourceGroups/rg/providers"
VAULT = Kept(f"{GROUP}/Microsoft.KeyVault/vaults/kv-a", "microsoft.keyvault/vaults", 0.0, True, 1)
ACCOUNT = Kept(
    f"{GROUP}/Microsoft.CognitiveServices/accounts/aif-a", "microsoft.cognitiveservices/accounts", 86_400.0, False, 1
)
WORKSPACE = Kept(f"{GROUP}/x/workspaces/log-a", "microsoft.operationalinsights/workspaces", 0.0, False, 2)


@pytest.fixture
def cli(layout, monkeypatch):
    """A stack whose soft-deleted resources and settings the test chooses."""
    present = {"kept": [VAULT, ACCOUNT, WORKSPACE], "naming": {}}
    made = Cli(layout, {"SIMULATED_AZURE_WORLD": str(layout.simulated / "world.sqlite")})
    monkeypatch.setattr(purge.lifecycle, "prepare", lambda _layout: made)
    monkeypatch.setattr(soft_delete, "kept", lambda *_: present["kept"])
    monkeypatch.setattr(soft_delete, "settings", lambda *_: {"naming": present["naming"]})
    monkeypatch.setattr(Deployment, "load", classmethod(lambda *_: Deployment((), ())))
    script(layout.python, f'echo "$@" >> {layout.root}/calls')
    script(layout.pulumi, f'echo pulumi "$@" >> {layout.root}/calls')
    return made, present, lambda: (layout.root / "calls").read_text() if (layout.root / "calls").exists() else ""


def test_only_what_azure_purges_is_purged(cli, capsys):
    made, _, calls = cli
    assert purge.purge(made.layout, yes=True) == 0
    assert calls().count("purge") == 1
    assert f"simulated_azure purge {ACCOUNT.id}" in calls()
    said = capsys.readouterr().err
    assert "purge  microsoft.cognitiveservices/accounts aif-a (kept until 1970-01-02 otherwise)" in said
    assert "keep   microsoft.keyvault/vaults kv-a until 1970-01-01: purge protection" in said
    assert "log-a until 1970-01-01: this type has no purge" in said
    assert "a new incarnation" in said


def test_without_a_terminal_nothing_is_purged(cli, monkeypatch):
    made, _, calls = cli
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(ToolchainError, match="no terminal"):
        purge.purge(made.layout, yes=False)
    assert calls() == ""


def test_a_no_changes_nothing(cli, monkeypatch):
    made, _, calls = cli
    monkeypatch.setattr(purge, "agreed", lambda _command: False)
    assert purge.purge(made.layout, yes=False) == 1
    assert calls() == ""


def test_nothing_to_purge(cli, capsys):
    made, present, calls = cli
    present["kept"] = []
    assert purge.purge(made.layout, yes=False) == 0
    assert "nothing of this stack" in capsys.readouterr().err
    assert calls() == ""


def test_names_of_another_incarnation_hold_nothing_up(cli, capsys):
    made, present, _ = cli
    present["kept"] = [WORKSPACE]
    assert purge.purge(made.layout, yes=False) == 0
    assert "nothing holds the names of the next `make up`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("taken", "present", "chosen"),
    [([1], 1, 2), ([1, 2, 4], 1, 3), ([1, 2], 2, 3), ([2], 1, None), ([], 1, None)],
)
def test_the_first_free_incarnation_is_taken(cli, taken, present, chosen):
    made, state, calls = cli
    state["kept"] = [Kept(VAULT.id, VAULT.type, 0.0, True, incarnation) for incarnation in taken]
    state["naming"] = {"incarnation": present}
    teardown.next_incarnation(made, ())
    assert (f"naming.incarnation {chosen} --type int" in calls()) == (chosen is not None)
    assert bool(calls()) == (chosen is not None)
