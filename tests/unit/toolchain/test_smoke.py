"""When `make smoke` refuses. It must never touch a real subscription by accident, nor take the simulator for one."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from toolchain import smoke
from toolchain.errors import ToolchainError
from toolchain.layout import Layout

from .conftest import script

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
PRINCIPAL = {"ARM_CLIENT_ID": "c", "ARM_TENANT_ID": "t", "ARM_CLIENT_SECRET": "s"}
ROOT = Path(__file__).resolve().parents[3]


def signed_in(subscription: str = SUBSCRIPTION) -> str:
    return json.dumps({"id": subscription})


@pytest.mark.parametrize("variables", [{}, {"ARM_CLIENT_ID": "c"}, {"ARM_CLIENT_ID": "c", "ARM_TENANT_ID": "t"}])
def test_without_credentials_it_refuses(variables: Mapping[str, str]):
    with pytest.raises(ToolchainError, match="no Azure credentials"):
        smoke.subscription_of(variables, "", lambda: None)


@pytest.mark.parametrize(
    ("variables", "wanted", "account"),
    [
        ({**PRINCIPAL, "ARM_SUBSCRIPTION_ID": SUBSCRIPTION}, "", None),
        ({"ARM_USE_MSI": "true", "ARM_SUBSCRIPTION_ID": SUBSCRIPTION}, "", None),
        (PRINCIPAL, SUBSCRIPTION, None),
        ({}, "", signed_in()),
        ({}, SUBSCRIPTION, signed_in("22222222-2222-3333-4444-555555555555")),
    ],
)
def test_the_subscription_of_the_credentials(variables: Mapping[str, str], wanted: str, account: str | None):
    assert smoke.subscription_of(variables, wanted, lambda: account) == SUBSCRIPTION


def test_a_subscription_must_be_named_and_be_real():
    with pytest.raises(ToolchainError, match="no subscription"):
        smoke.subscription_of(PRINCIPAL, "", lambda: None)
    with pytest.raises(ToolchainError, match="simulated Azure"):
        smoke.subscription_of(PRINCIPAL, smoke.SIMULATED_SUBSCRIPTION, lambda: None)


def test_the_simulated_subscription_is_the_simulators():
    facts = (ROOT / "simulated_azure" / "arm" / "facts.py").read_text()
    assert f'SUBSCRIPTION_ID = "{smoke.SIMULATED_SUBSCRIPTION}"' in facts
    rules = (ROOT / "policy_pack" / "ai_policies" / "rules").rglob("*.py")
    assert smoke.BROKEN_RULE.replace("-", "_") in {path.stem for path in rules}


@pytest.mark.parametrize("name", ["SIMULATED_AZURE_WORLD", "PULUMI_HOME", "PULUMI_BACKEND_URL"])
def test_in_the_simulated_environment_it_refuses(name: str, layout: Layout):
    with pytest.raises(ToolchainError, match="simulated Azure"):
        smoke.refuse_simulation({name: f"file://{layout.tools}/simulated/state"}, layout)
    smoke.refuse_simulation({"PULUMI_HOME": "~/.pulumi", "PATH": "x"}, layout)


def test_nothing_happens_without_confirmation():
    ask = lambda answer: lambda _question: answer  # noqa: E731
    for answer in ("", "yes", SUBSCRIPTION[:-1]):
        with pytest.raises(ToolchainError, match="not confirmed"):
            smoke.confirm(SUBSCRIPTION, "", terminal=True, ask=ask(answer))
    with pytest.raises(ToolchainError, match="no terminal"):
        smoke.confirm(SUBSCRIPTION, "", terminal=False, ask=ask(SUBSCRIPTION))
    with pytest.raises(ToolchainError, match="not confirmed"):
        smoke.confirm(SUBSCRIPTION, "yes", terminal=False, ask=ask(SUBSCRIPTION))
    smoke.confirm(SUBSCRIPTION, "", terminal=True, ask=ask(f"{SUBSCRIPTION}\n"))
    smoke.confirm(SUBSCRIPTION, SUBSCRIPTION, terminal=False, ask=ask(""))


def test_a_simulated_plugin_is_never_used(layout: Layout):
    home = layout.tools / "smoke" / "home"
    script(home / "plugins" / "resource-azure-native-v3.29.0" / "pulumi-resource-azure-native", "# SIMULATED Azure")
    script(layout.pulumi, "exit 0")
    life = smoke.Life(layout, {"PULUMI_HOME": str(home)}, smoke.Options(), layout.tools / "smoke")
    with pytest.raises(ToolchainError, match="not the real plugin"):
        life.plugin()


def test_the_command_refuses_here():
    """This machine has no credentials; the command says so and touches nothing."""
    environment = {"PATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "toolchain", "smoke"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "there are no Azure credentials" in done.stderr or "Linux only" in done.stderr
    assert "Traceback" not in done.stderr
