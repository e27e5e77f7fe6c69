"""A grant on a key that does not work at once: what uses the key is tried again, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

from tests.engine.harness import ROOT, Deployment, managed

PROGRAM = Path(__file__).parent / "store_with_key"
ACCOUNT = "microsoft.storage/storageaccounts"


def deployment(folder: Path) -> Deployment:
    """Five minutes last three seconds here."""
    made = Deployment(folder, program=PROGRAM, time_scale=0.01)
    made.environment["PYTHONPATH"] = str(ROOT)
    made.azure("facts", "roleEffectMinutes", "5").must_pass()
    return made


def test_one_up_is_enough_while_the_grant_takes_its_time(tmp_path: Path) -> None:
    made = deployment(tmp_path)
    output = made.up().must_pass().output
    assert "store: the role on its key is not in effect yet" in output
    account = next(each for each in made.world() if each["type"].lower() == ACCOUNT)
    assert account["properties"]["encryption"]["keySource"].lower() == "microsoft.keyvault"
    made.up("--expect-no-changes").must_pass()
    made.refresh("--expect-no-changes").must_pass()
    made.destroy().must_pass()


def test_what_azure_has_accepted_is_kept_and_not_created_twice(tmp_path: Path) -> None:
    """An operation that ends in the same error has made the account: it stays in the state, the next run mends it."""
    made = deployment(tmp_path)
    made.azure("facts", "roleEffectMinutes", "0").must_pass()
    fault = {
        "operation": "create", "type": ACCOUNT, "phase": "during-operation",
        "answer": {"status": 400, "code": "KeyVaultAuthenticationFailure"},
    }  # fmt: skip
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"faults": [fault]}))
    made.azure("faults", "--set", str(plan)).must_pass()
    output = made.up().must_fail().output
    assert "KeyVaultAuthenticationFailure" in output
    assert "retrying create" not in output
    assert [each["urn"] for each in managed(made.state()) if each.get("initErrors")] != []
    made.up().must_pass()
    made.up("--expect-no-changes").must_pass()
