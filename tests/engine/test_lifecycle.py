"""The life of stack `sandbox`: up, up again, refresh, drift, policy, destroy, and the same configuration once more."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
import yaml

from landing_zone.expected import expected_resources
from landing_zone.plan import make_plan
from landing_zone.settings.load import parse
from tests.engine.harness import PACK, SANDBOX_FILE, Deployment, Result, made_by_azure, managed

WITHOUT_RULE = "Simulated Azure stored as written, without any rule"


class Sandbox:
    """The deployed sandbox and what its first `up` printed. The tests of this module run in their order."""

    def __init__(self, deployment: Deployment, first: Result) -> None:
        self.deployment, self.first = deployment, first


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    deployment = Deployment(tmp_path_factory.mktemp("sandbox"), time_scale=0.0001)
    first = deployment.up("--policy-pack", str(PACK)).must_pass()
    return Sandbox(deployment, first)


def planned() -> Counter[tuple[str, str | None]]:
    """What the plan of stack `sandbox` leads to, by type and name; None stands for a GUID."""
    config = yaml.safe_load(SANDBOX_FILE.read_text(encoding="utf-8"))["config"]
    provider = {key: config[f"azure-native:{key}"] for key in ("location", "subscriptionId", "tenantId")}
    plan = make_plan(parse("sandbox", config["ai-landing-zone:settings"], provider, SANDBOX_FILE.name))
    return Counter((each.type, each.name) for each in expected_resources(plan))


def deployed(state: list[dict[str, Any]], plan: Counter[tuple[str, str | None]]) -> Counter[tuple[str, str | None]]:
    """The resources of a state in the plan's terms."""
    nameless = {kind for kind, name in plan if name is None}
    return Counter(
        (each["type"], None if each["type"] in nameless else each["id"].rsplit("/", 1)[-1]) for each in managed(state)
    )


def test_up_creates_exactly_the_planned_set(sandbox: Sandbox) -> None:
    plan = planned()
    found = deployed(sandbox.deployment.state(), plan)
    assert found - plan == Counter(), "deployed but not planned"
    assert plan - found == Counter(), "planned but not deployed"
    assert 100 <= found.total() <= 160


def test_world_and_state_hold_the_same_resources(sandbox: Sandbox) -> None:
    in_state = {each["id"].lower() for each in managed(sandbox.deployment.state())}
    in_world = {each["id"].lower() for each in sandbox.deployment.world()}
    assert in_state - in_world == set()
    extra = in_world - in_state
    assert [each for each in extra if not made_by_azure(each)] == []
    assert len(extra) == 3


def test_every_private_resource_is_reached_from_the_network(sandbox: Sandbox) -> None:
    world = sandbox.deployment.world()
    kinds = {str(each["id"]): str(each["type"]).lower() for each in world}
    network = next(key for key, kind in kinds.items() if kind == "microsoft.network/virtualnetworks")
    connections = [
        each["properties"]["privateLinkServiceConnections"][0]["properties"]["privateLinkServiceId"]
        for each in world
        if each["type"].lower() == "microsoft.network/privateendpoints"
    ]
    targets = [each for each in connections if "/privatelinkscopes/" not in each.lower()]
    targets += [key for key, kind in kinds.items() if kind == "microsoft.operationalinsights/workspaces"]
    assert len(targets) > 4
    for target in sorted(set(targets)):
        sandbox.deployment.azure("reach", network, target).must_pass()


def test_up_breaks_no_rule(sandbox: Sandbox) -> None:
    assert "[mandatory]" not in sandbox.first.output
    assert "[advisory]" not in sandbox.first.output


def test_world_names_itself(sandbox: Sandbox) -> None:
    assert "simulated Azure" in sandbox.first.output
    assert "SIMULATED" in sandbox.deployment.azure("world").must_pass().output


def test_second_up_changes_nothing(sandbox: Sandbox) -> None:
    again = sandbox.deployment.pulumi(
        "up", "--yes", "--skip-preview", "--expect-no-changes", "--policy-pack", str(PACK)
    )
    again.must_pass()
    assert WITHOUT_RULE not in again.output


def test_what_no_rule_looks_at_is_warned_of_once(sandbox: Sandbox) -> None:
    told = [line for line in sandbox.first.output.splitlines() if line.strip().startswith(f"warning: {WITHOUT_RULE}")]
    assert len(told) == 1  # of two processes: the gateway's MCP servers come from a parameterised package
    count = re.search(r"(\d+) properties of \d+ types", told[0])
    listed = json.loads(sandbox.deployment.azure("world", "--plain", "--json").must_pass().output)
    assert count
    assert 6 < int(count[1]) <= sum(map(len, listed.values()))


def test_refresh_finds_no_change(sandbox: Sandbox) -> None:
    sandbox.deployment.refresh("--expect-no-changes").must_pass()


def test_outputs_are_not_secret_and_tell_where_the_servers_are(sandbox: Sandbox) -> None:
    endpoints = sandbox.deployment.outputs()["mcp_endpoints"]
    assert {name: url.rsplit("/", 2)[-2:] for name, url in endpoints.items()} == {
        "knowledge": ["knowledge", "mcp"],
        "orders": ["orders", "mcp"],
    }


def test_state_holds_no_secret(sandbox: Sandbox) -> None:
    text = json.dumps(sandbox.deployment.state()).lower()
    for forbidden in ("accountkey=", "sharedaccesskey", "client_secret", '"primarykey"', "ciphertext"):
        assert forbidden not in text


def test_preview_with_the_pack_finds_no_change(sandbox: Sandbox) -> None:
    sandbox.deployment.preview("--policy-pack", str(PACK), "--expect-no-changes").must_pass()


def test_deployed_state_breaks_no_rule(sandbox: Sandbox) -> None:
    result = sandbox.deployment.pulumi(
        "policy", "analyze", "--policy-pack", str(PACK), "--stack", sandbox.deployment.stack
    )
    result.must_pass()
    assert "[mandatory]" not in result.output


def test_drift_is_seen_and_undone(sandbox: Sandbox) -> None:
    deployment = sandbox.deployment
    account = next(each for each in deployment.world() if each["type"].lower() == "microsoft.storage/storageaccounts")
    deployment.azure("drift", account["id"], "properties.allowSharedKeyAccess=true").must_pass()
    deployment.refresh("--expect-no-changes").must_fail()
    restored = deployment.up().must_pass()
    assert "allowSharedKeyAccess" in restored.output or "artifact-store" in restored.output
    again = json.loads(deployment.azure("show", account["id"], "--json").must_pass().output)
    assert again["properties"]["allowSharedKeyAccess"] is False


def test_resource_deleted_outside_comes_back(sandbox: Sandbox) -> None:
    deployment = sandbox.deployment
    setting = next(
        each for each in deployment.world() if each["type"].lower() == "microsoft.insights/diagnosticsettings"
    )
    deployment.azure("delete", setting["id"]).must_pass()
    deployment.refresh("--expect-no-changes").must_fail()
    deployment.up().must_pass()
    assert setting["id"].lower() in {each["id"].lower() for each in deployment.world()}
