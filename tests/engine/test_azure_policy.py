"""Azure Policy of the subscription: what it denies is named, what it modifies shows as drift."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine.harness import Deployment, Result
from tests.engine.test_role_effect import deployment

ACCOUNTS = "Microsoft.Storage/storageAccounts"


@pytest.fixture
def made(tmp_path: Path) -> Deployment:
    found = deployment(tmp_path)
    found.environment["SIMULATED_AZURE_TIME_SCALE"] = "0"
    return found


def assign(made: Deployment, fact: str, *entries: dict[str, Any]) -> Result:
    """Assign policies of an effect; none takes them away."""
    return made.azure("facts", fact, json.dumps(entries)).must_pass()


def test_what_a_policy_denies_is_named_and_an_exemption_lets_it_through(made: Deployment) -> None:
    path = "properties.networkAcls.bypass"
    assign(made, "deniedByPolicy", {"type": ACCOUNTS, "path": path, "value": "AzureServices", "name": "no-bypass"})
    output = made.up().must_fail().output
    assert "RequestDisallowedByPolicy" in output
    assert "Resource 'stroleeffect' was disallowed by policy 'no-bypass'" in output
    assert [each for each in made.world() if each["type"].lower() == ACCOUNTS.lower()] == []
    assign(made, "deniedByPolicy")
    made.up().must_pass()
    made.up("--expect-no-changes").must_pass()


def test_what_a_policy_modifies_shows_as_drift_when_a_remediation_did_it(made: Deployment) -> None:
    """Modified at the write, it is in the answer and so in the state: the provider compares answers, nothing differs."""
    made.up().must_pass()
    account = stored(made)["id"]
    assign(made, "modifiedByPolicy", {"type": ACCOUNTS, "path": "tags.cost-center", "value": "4711"})
    made.azure("drift", account, "tags.cost-center=4711").must_pass()  # what a remediation task of the policy does
    seen = made.preview("--refresh", "--diff", "--expect-no-changes").must_fail()
    assert "4711" in seen.output
    made.up("--refresh").must_pass()
    assert stored(made)["tags"]["cost-center"] == "4711"  # the policy has written it into our write again
    made.preview("--refresh", "--expect-no-changes").must_pass()
    state = next(each for each in made.state() if each.get("id") == account)
    assert (state["outputs"]["tags"]["cost-center"], "cost-center" in state["inputs"].get("tags", {})) == (
        "4711",
        False,
    )


def stored(made: Deployment) -> dict[str, Any]:
    """The account as Azure has it."""
    return next(each for each in made.world() if each["type"].lower() == ACCOUNTS.lower())
