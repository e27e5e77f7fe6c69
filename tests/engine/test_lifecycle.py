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
from simulated_azure.arm.azure import Azure
from tests.engine.harness import PACK, SANDBOX_FILE, Deployment, Result, made_by_azure, managed

API = "2024-01-01"
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


def test_drift_of_every_kind_is_seen_and_undone(sandbox: Sandbox) -> None:
    """Scenario 56: a setting and a tag are edited, an endpoint is rejected, a role, a setting and a subnet come or go."""
    deployment, before = sandbox.deployment, by_id(sandbox.deployment)
    account, role, setting, network = (
        next(id_ for id_ in before if id_.split("/")[-2] == kind)
        for kind in ("storageaccounts", "roleassignments", "diagnosticsettings", "virtualnetworks")
    )
    added = f"{before[network]['id']}/subnets/snet-by-hand"
    deployment.azure("drift", account, "properties.allowSharedKeyAccess=true", "tags.owner=somebody").must_pass()
    deployment.azure("delete", role).must_pass()
    deployment.azure("delete", setting).must_pass()
    connection = before[account]["properties"]["privateEndpointConnections"][0]
    world = Azure.open(deployment.world_file, time_scale=0)
    state = {"status": "Rejected", "description": "by hand"}
    world.begin_put(connection["id"], {"properties": {"privateLinkServiceConnectionState": state}}, api_version=API)
    world.begin_put(added, {"properties": {"addressPrefix": "192.168.7.0/28"}}, api_version=API)
    world.close()

    seen = deployment.refresh().must_pass().output
    assert "artifact-store updated" in seen
    assert "artifact-store-endpoint updated" in seen
    assert seen.count(" deleted") >= 2
    assert "artifact-store-endpoint replac" in deployment.up().must_pass().output
    after = by_id(deployment)
    assert after.keys() - {added.lower()} == before.keys()
    assert after[account]["properties"]["allowSharedKeyAccess"] is False
    assert after[account]["tags"] == before[account]["tags"]
    (approved,) = after[account]["properties"]["privateEndpointConnections"]
    assert approved["properties"]["privateLinkServiceConnectionState"]["status"] == "Approved"
    # Nobody manages the subnet that was added: it stays, nothing else in the network has changed.
    deployment.refresh("--expect-no-changes").must_pass()
    deployment.preview("--expect-no-changes").must_pass()


def by_id(deployment: Deployment) -> dict[str, dict[str, Any]]:
    return {each["id"].lower(): each for each in deployment.world()}
